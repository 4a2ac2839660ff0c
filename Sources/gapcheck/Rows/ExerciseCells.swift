// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// The cells of a sweep over the exercise sheet's model.
struct ExerciseCells: SweepCells {
  let grid: Grid

  var count: Int { grid.count }
  var columns: [PointColumn] { PointColumn.all }
  var chunkSize: Int { 2048 }

  func record(_ index: Int, by worker: PointWorker) -> ExerciseRecord {
    let (theta, x, phi) = grid.cell(index)
    return worker.record(theta: theta, x: x, phi: phi)
  }

  func isOK(_ record: ExerciseRecord) -> Bool { record.status == .ok }

  func crew(of count: Int, tolerance: Double) throws -> [PointWorker] {
    try PointWorker.crew(of: count, tolerance: tolerance)
  }
}
