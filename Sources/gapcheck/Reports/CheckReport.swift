// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `check` shows: a point, and the best φ of its model.
struct CheckReport {
  let record: ExerciseRecord
  let optimum: BestExponential
  /// What the status was asked to hold to.
  let tolerance: Double
  /// Whether φ was asked for, or is the best one.
  let isAtOptimum: Bool

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(theta: Double, x: Double, phi: Double?, tolerance: Double) throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: theta, x: x, workspace: &workspace)
    optimum = try exercise.optimum(workspace: &workspace)
    isAtOptimum = phi == nil
    self.tolerance = tolerance
    record = try exercise.record(
      phi: phi ?? optimum.family.rate, tolerance: tolerance, workspace: &workspace)
  }

  /// Whether every number could be had.
  var isComplete: Bool { record.status != .overflow && !optimum.isTooSmall }

  /// Whether log p(x) = ELBO + KL within the bounds, and the gap is shown to be positive.
  var verdictsHold: Bool { record.identity.isYes && optimum.isPositive }

  /// The columns of a point, and those of the best φ.
  static var fields: [Field<CheckReport>] {
    PointColumn.all.map { field in
      Field(field.name) { field.value($0.record) }
    }
      + Field.pair("phi_star", { $0.optimum.rate })
      + Field.pair("minimum_gap", { $0.optimum.minimumGap })
      + [
        Field("positive") { .flag($0.optimum.isPositive) },
        Field("evaluations") { .integer($0.record.evaluations) },
        Field("tolerance", number: { $0.tolerance }),
        Field("version") { _ in .text(Version.number) },
        Field("gsl_version") { _ in .text(GSL.version) },
      ]
  }
}
