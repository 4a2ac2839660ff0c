// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import VariationalGap

/// Rows of points (θ, x, φ) of the exercise sheet's model.
struct ExerciseBatch: BatchEngine {
  let inputs = ["theta", "x", "phi"]
  let readsNumbers = true
  let results = PointColumn.all.filter { ![.theta, .x, .phi].contains($0) }

  func record(_ text: (Int) -> String?, by worker: PointWorker) -> ExerciseRecord {
    let (theta, x, phi) = (text(0), text(1), text(2))
    func number(_ text: String?) -> Double {
      // Nearly every cell is a number as it stands.
      text.flatMap {
        Double(notation: $0) ?? Double(notation: $0.trimmingCharacters(in: .whitespaces))
      } ?? .nan
    }
    let values = (theta: number(theta), x: number(x), phi: number(phi))
    func invalid(_ name: String, _ text: String?, _ requirement: String) -> ExerciseRecord {
      ExerciseRecord(
        theta: values.theta, x: values.x, phi: values.phi,
        invalid: "\(name) must be \(requirement), got \(text.map { "'\($0)'" } ?? "nothing")")
    }
    guard values.theta > 0, values.theta.isFinite else {
      return invalid("theta", theta, "a positive finite number")
    }
    guard values.x.isFinite else { return invalid("x", x, "a finite number") }
    guard values.phi > 0, values.phi.isFinite else {
      return invalid("phi", phi, "a positive finite number")
    }
    return worker.record(theta: values.theta, x: values.x, phi: values.phi)
  }

  func invalid(_ reason: String) -> ExerciseRecord {
    ExerciseRecord(theta: .nan, x: .nan, phi: .nan, invalid: reason)
  }

  func isOK(_ record: ExerciseRecord) -> Bool { record.status == .ok }

  func crew(of count: Int, tolerance: Double) throws -> [PointWorker] {
    try PointWorker.crew(of: count, tolerance: tolerance)
  }
}
