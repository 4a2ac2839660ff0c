// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// A worker of a pipeline: evaluates points, one piece of work at a time.
///
/// Unchecked, since the pipeline lends a worker to one task only.
final class PointWorker: @unchecked Sendable {
  private var evaluator: PointEvaluator

  init(tolerance: Double) throws(QuadratureError) {
    evaluator = try PointEvaluator(tolerance: tolerance)
  }

  func record(theta: Double, x: Double, phi: Double?) -> ExerciseRecord {
    evaluator.record(theta: theta, x: x, phi: phi)
  }
}

extension PointWorker {
  static func crew(of count: Int, tolerance: Double) throws(QuadratureError) -> [PointWorker] {
    var crew: [PointWorker] = []
    for _ in 0..<count { crew.append(try PointWorker(tolerance: tolerance)) }
    return crew
  }
}
