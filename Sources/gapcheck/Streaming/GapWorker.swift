// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// A worker of a pipeline: what depends on the model alone is computed once for the rows that share it.
///
/// Unchecked, since the pipeline lends a worker to one task only.
final class GapWorker: @unchecked Sendable {
  private let tolerance: Double
  /// Whether the parts of the ELBO are asked for.
  private let hasParts: Bool
  /// How many seconds of processor time a row may take.
  private let rowTimeout: Double
  private var workspace: Workspace
  /// The exercise sheet's model that was met last.
  private var exercise: (theta: Double, x: Double, model: Exercise)?
  private var posteriors = RecentPosteriors()

  init(
    tolerance: Double, hasParts: Bool = false, rowTimeout: Double
  ) throws(QuadratureError) {
    (self.tolerance, self.hasParts, self.rowTimeout) = (tolerance, hasParts, rowTimeout)
    workspace = try Workspace()
  }

  static func crew(
    of count: Int, tolerance: Double, hasParts: Bool, rowTimeout: Double
  ) throws(QuadratureError) -> [GapWorker] {
    var crew: [GapWorker] = []
    for _ in 0..<count {
      crew.append(
        try GapWorker(tolerance: tolerance, hasParts: hasParts, rowTimeout: rowTimeout))
    }
    return crew
  }

  /// Computes within the time that a row may take; within another such computation, within its time.
  func withinTime<Value>(_ compute: () -> Value) -> Value {
    TimeLimit.within(seconds: rowTimeout) {
      let value = compute()
      // What a posterior keeps for the next q may be unfinished.
      if TimeLimit.isOver { posteriors.forgetLatest() }
      return value
    }
  }

  /// A record that is made within the time that a row may take.
  private func limited(_ make: () -> ResultRecord) -> ResultRecord {
    withinTime {
      let record = make()
      guard let limit = TimeLimit.exceeded, record.status != .timeout else { return record }
      return .gap(GapRecord(failure: .timeLimit(seconds: limit.seconds)))
    }
  }

  /// All numbers at a point of the exercise sheet's model, without φ at the best one; a failure is a
  /// record too.
  func record(theta: Double, x: Double, phi: Double?) -> ResultRecord {
    // Takes microseconds: no clock is asked.
    var logEvidence: Estimate?
    var rate = phi ?? .nan
    do throws(InferenceError) {
      let exercise = try exercise(theta: theta, x: x)
      logEvidence = exercise.logEvidence
      if phi == nil { rate = try exercise.closedForm.bestFamily().rate }
      let record = try exercise.record(phi: rate, tolerance: tolerance, workspace: &workspace)
      guard hasParts, let q = try? Exponential(rate: rate) else { return .gap(record) }
      return withParts(record, exercise.posterior, q)
    } catch {
      return .gap(
        GapRecord(
          failure: error, logEvidence: logEvidence,
          exercise: ExercisePoint(theta: theta, x: x, phi: rate)))
    }
  }

  /// All numbers of a model and a q; a failure is a record too.
  func record(
    _ model: () throws -> Model, _ key: ModelKey, q family: () throws -> any Distribution
  ) -> ResultRecord {
    limited {
      do {
        let q = try GapWorker.named("q", family)
        let posterior = try posterior(model, key)
        return withParts(
          posterior.record(of: q, tolerance: tolerance, workspace: &workspace), posterior, q)
      } catch {
        return .gap(GapWorker.record(of: error))
      }
    }
  }

  /// The best member of a family, and all its numbers; a failure is a record too.
  func best(
    _ model: () throws -> Model, _ key: ModelKey, of family: Family
  ) -> (member: FamilyMember?, record: ResultRecord) {
    var member: FamilyMember?
    let record = limited {
      var logEvidence: Estimate?
      do {
        let posterior = try posterior(model, key)
        logEvidence = posterior.logEvidence
        let best = try posterior.bestMember(of: family)
        member = best.member
        return withParts(
          GapRecord(best, tolerance: tolerance), posterior, best.member.distribution)
      } catch {
        return .gap(GapWorker.record(of: error, logEvidence))
      }
    }
    return (record.status == .timeout ? nil : member, record)
  }

  /// A record with the parts of the ELBO, where they are asked for and could be had.
  private func withParts(
    _ record: GapRecord, _ posterior: Posterior, _ q: any Distribution
  ) -> ResultRecord {
    guard hasParts, let parts = try? posterior.elboParts(of: q, workspace: &workspace) else {
      return .gap(record)
    }
    return .parts(record, parts)
  }

  /// The posterior of a model; `nil` where it cannot be had within the time that a row may take.
  func posterior(of model: Model, _ key: ModelKey) -> Posterior? {
    withinTime { try? posterior({ model }, key) }
  }

  /// The best φ of the exercise sheet's model; `nil` where it cannot be had.
  func optimum(theta: Double, x: Double) -> BestExponential? {
    try? exercise(theta: theta, x: x).optimum(workspace: &workspace)
  }

  /// Evidence and moments of a model; a failure is a record too.
  func summary(_ model: () throws -> Model, _ key: ModelKey) -> ResultRecord {
    limited {
      do {
        return .posterior(
          PosteriorSummary(
            try posterior(model, key), tolerance: tolerance, workspace: &workspace))
      } catch {
        return .gap(GapWorker.record(of: error))
      }
    }
  }

  /// What is computed of a model's posterior.
  func computed<Value>(
    _ model: () throws -> Model, _ key: ModelKey,
    _ compute: (Posterior, inout Workspace) throws -> Value
  ) throws -> Value {
    try compute(try posterior(model, key), &workspace)
  }

  /// Divergences of a pair.
  func divergences(
    of q: DistributionLaw, and p: DistributionLaw, orders: [Double] = []
  ) throws(InferenceError) -> Divergences {
    try Divergences(of: q, and: p, orders: orders, workspace: &workspace)
  }

  /// KL(q‖p), beside its closed form; a failure is a record too.
  func divergence(
    q: () throws -> DistributionLaw, p: () throws -> DistributionLaw
  ) -> ResultRecord {
    limited {
      do {
        return .divergence(
          try KullbackLeiblerReport(
            q: try GapWorker.named("q", q), p: try GapWorker.named("p", p),
            tolerance: tolerance, workspace: &workspace))
      } catch {
        return .gap(GapWorker.record(of: error))
      }
    }
  }

  /// A distribution whose errors name it.
  private static func named<Value>(_ name: String, _ make: () throws -> Value) throws -> Value {
    do { return try make() } catch { throw Unreadable(description: "\(name): \(error)") }
  }

  private struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  private static func record(of error: any Error, _ logEvidence: Estimate? = nil) -> GapRecord {
    if let error = error as? InferenceError {
      return GapRecord(failure: error, logEvidence: logEvidence)
    }
    return GapRecord(invalid: "\(error)")
  }

  private func posterior(
    _ model: () throws -> Model, _ key: ModelKey
  ) throws -> Posterior {
    try posteriors.posterior(of: key) {
      let posterior = Result { try model().posterior(workspace: &workspace) }
      // Whatever came of it: a part of it may be unfinished.
      try TimeLimit.check()
      return try posterior.get()
    }.get()
  }

  private func exercise(theta: Double, x: Double) throws(InferenceError) -> Exercise {
    if let exercise, exercise.theta == theta, exercise.x == x { return exercise.model }
    let model = try Exercise(theta: theta, x: x, workspace: &workspace)
    exercise = (theta, x, model)
    return model
  }
}
