// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// A worker of a pipeline: what depends on the model alone is computed when that changes.
///
/// Unchecked, since the pipeline lends a worker to one task only.
final class GapWorker: @unchecked Sendable {
  /// What a model is remembered by.
  enum Key: Equatable {
    /// The exercise sheet's model.
    case exercise(theta: Double, x: Double)
    case texts(ModelTexts)
    /// Its number in the grid that is swept over.
    case number(Int)
  }

  private enum Subject {
    case exercise(Exercise)
    case posterior(Posterior)
    case failure(GapRecord)
  }

  private let tolerance: Double
  private var workspace: Workspace
  private var current: (key: Key, subject: Subject)?

  init(tolerance: Double) throws(QuadratureError) {
    self.tolerance = tolerance
    workspace = try Workspace()
  }

  static func crew(of count: Int, tolerance: Double) throws(QuadratureError) -> [GapWorker] {
    var crew: [GapWorker] = []
    for _ in 0..<count { crew.append(try GapWorker(tolerance: tolerance)) }
    return crew
  }

  /// All numbers at a point of the exercise sheet's model, without φ at the best one; a failure is a
  /// record too.
  func record(theta: Double, x: Double, phi: Double?) -> GapRecord {
    var logEvidence: Estimate?
    var rate = phi ?? .nan
    do throws(InferenceError) {
      let exercise = try exercise(theta: theta, x: x)
      logEvidence = exercise.logEvidence
      if phi == nil { rate = try exercise.closedForm.bestFamily().rate }
      return try exercise.record(phi: rate, tolerance: tolerance, workspace: &workspace)
    } catch {
      return GapRecord(
        failure: error, logEvidence: logEvidence,
        exercise: ExercisePoint(theta: theta, x: x, phi: rate))
    }
  }

  /// All numbers of a model and a q; a failure is a record too.
  func record(
    _ model: () throws -> Model, _ key: Key, q family: () throws -> any Distribution
  ) -> GapRecord {
    let q: any Distribution
    do {
      q = try family()
    } catch {
      return GapRecord(invalid: "q: \(error)")
    }
    return record(model, key) { posterior in
      posterior.record(of: q, tolerance: tolerance, workspace: &workspace)
    }
  }

  /// The best member of a family, and all its numbers; a failure is a record too.
  func best(
    _ model: () throws -> Model, _ key: Key, of family: Family
  ) -> (member: FamilyMember?, record: GapRecord) {
    var member: FamilyMember?
    let record = record(model, key) { posterior in
      do throws(InferenceError) {
        let best = try posterior.bestMember(of: family)
        member = best.member
        return GapRecord(best, tolerance: tolerance)
      } catch {
        return GapRecord(failure: error, logEvidence: posterior.logEvidence)
      }
    }
    return (member, record)
  }

  private func record(
    _ model: () throws -> Model, _ key: Key, _ make: (Posterior) -> GapRecord
  ) -> GapRecord {
    if current?.key != key { current = (key, subject(model)) }
    switch current?.subject {
    case .posterior(let posterior): return make(posterior)
    case .failure(let record): return record
    case .exercise, nil: return GapRecord(invalid: "the model is missing")
    }
  }

  private func subject(_ model: () throws -> Model) -> Subject {
    do {
      return .posterior(try model().posterior(workspace: &workspace))
    } catch let error as InferenceError {
      return .failure(GapRecord(failure: error))
    } catch {
      return .failure(GapRecord(invalid: "\(error)"))
    }
  }

  private func exercise(theta: Double, x: Double) throws(InferenceError) -> Exercise {
    let key = Key.exercise(theta: theta, x: x)
    if let current, current.key == key, case .exercise(let exercise) = current.subject {
      return exercise
    }
    let exercise = try Exercise(theta: theta, x: x, workspace: &workspace)
    current = (key, .exercise(exercise))
    return exercise
  }
}
