// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// Points (θ, x, φ) one after the other: what depends on (θ, x) alone is computed when that changes.
struct PointEvaluator: ~Copyable {
  private let tolerance: Double
  private var workspace: Workspace
  private var current: (theta: Double, x: Double, exercise: Result<Exercise, InferenceError>)?

  init(tolerance: Double) throws(QuadratureError) {
    self.tolerance = tolerance
    workspace = try Workspace()
  }

  /// All numbers at a point; without φ at the best one. A failure is a record too.
  mutating func record(theta: Double, x: Double, phi: Double?) -> ExerciseRecord {
    let exercise: Exercise
    do throws(InferenceError) {
      exercise = try self.exercise(theta: theta, x: x)
    } catch {
      return ExerciseRecord(theta: theta, x: x, phi: phi ?? .nan, failure: error)
    }
    var rate = phi ?? .nan
    do throws(InferenceError) {
      if phi == nil { rate = try exercise.closedForm.bestFamily().rate }
      return try exercise.record(phi: rate, tolerance: tolerance, workspace: &workspace)
    } catch {
      return ExerciseRecord(
        theta: theta, x: x, phi: rate, logEvidence: exercise.logEvidence, failure: error)
    }
  }

  private mutating func exercise(
    theta: Double, x: Double
  ) throws(InferenceError) -> Exercise {
    if let current, current.theta == theta, current.x == x { return try current.exercise.get() }
    let result: Result<Exercise, InferenceError>
    do throws(InferenceError) {
      result = .success(try Exercise(theta: theta, x: x, workspace: &workspace))
    } catch {
      result = .failure(error)
    }
    current = (theta, x, result)
    return try result.get()
  }
}
