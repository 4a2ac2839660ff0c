// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `check` shows: a model and a q, and what is known about the best q.
struct CheckReport {
  let model: Model
  let family: any Distribution
  /// Of the model; of the exercise sheet's, where its closed forms hold, as ``Exercise`` has it.
  let posterior: Posterior
  let record: GapRecord
  /// What the status was asked to hold to.
  let tolerance: Double
  /// The best φ, of the exercise sheet's model and an exponential q.
  let optimum: BestExponential?
  /// The member of a family that q is, where the best one was looked for.
  let best: BestMember?
  /// What prior and q integrate to; `nil` where there is no prior, or that could not be had.
  let (priorMass, familyMass): (MassAudit?, MassAudit?)
  /// The parts of the ELBO, where they were asked for and could be had.
  let parts: ElboParts?
  /// Whether q was asked for, or is the best one.
  let isGiven: Bool

  /// - Parameters:
  ///   - q: `nil` for the best one of the exercise sheet's model.
  ///   - hasParts: whether the parts of the ELBO are asked for.
  /// - Throws: `InferenceError`, `QuadratureError`.
  init(
    _ model: Model, q: (any Distribution)?, tolerance: Double, hasParts: Bool = false
  ) throws {
    var workspace = try Workspace()
    (self.model, self.tolerance, isGiven, best) = (model, tolerance, q != nil, nil)
    if let (theta, x) = model.exercise, q == nil || q is Exponential {
      let exercise = try Exercise(theta: theta, x: x, workspace: &workspace)
      let optimum = try exercise.optimum(workspace: &workspace)
      let family = q as? Exponential ?? optimum.family
      record = try exercise.record(
        phi: family.rate, tolerance: tolerance, workspace: &workspace
      ).judged(by: optimum)
      (self.optimum, self.family) = (optimum, family)
      posterior = exercise.posterior
    } else if let q {
      posterior = try model.posterior(workspace: &workspace)
      try TimeLimit.check()
      record = try CheckReport.record(
        of: q, posterior, tolerance: tolerance, workspace: &workspace)
      (optimum, family) = (nil, q)
    } else {
      throw InferenceError.noBestMember(reason: "no best q is known in closed form")
    }
    parts =
      hasParts ? TimeLimit.inTime(try? posterior.elboParts(of: family, workspace: &workspace)) : nil
    priorMass = TimeLimit.inTime(try? model.prior?.massAudit(workspace: &workspace))
    familyMass = TimeLimit.inTime(try? family.massAudit(workspace: &workspace))
  }

  /// All numbers of a q; log p(x) alone where the others take too long.
  private static func record(
    of q: any Distribution, _ posterior: Posterior, tolerance: Double, workspace: inout Workspace
  ) throws(InferenceError) -> GapRecord {
    do throws(InferenceError) {
      let gap = try posterior.gap(of: q, workspace: &workspace)
      try TimeLimit.check()
      return GapRecord(gap, tolerance: tolerance)
    } catch .timeLimit(let seconds) {
      return GapRecord(
        failure: .timeLimit(seconds: seconds), logEvidence: posterior.logEvidence)
    }
  }

  /// The best member of a family.
  ///
  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ model: Model, bestOf family: Family, tolerance: Double, hasParts: Bool = false) throws {
    var workspace = try Workspace()
    (self.model, self.tolerance, isGiven, optimum) = (model, tolerance, false, nil)
    posterior = try model.posterior(workspace: &workspace)
    let best = try posterior.bestMember(of: family)
    try TimeLimit.check()
    record = GapRecord(best, tolerance: tolerance)
    (self.best, self.family) = (best, best.member.distribution)
    parts =
      hasParts
      ? TimeLimit.inTime(try? posterior.elboParts(of: self.family, workspace: &workspace)) : nil
    priorMass = TimeLimit.inTime(try? model.prior?.massAudit(workspace: &workspace))
    familyMass = TimeLimit.inTime(try? self.family.massAudit(workspace: &workspace))
  }

  /// A q, or the best member of a family; `nil` for the best q of the exercise sheet's model.
  ///
  /// - Throws: `InferenceError`, `QuadratureError`.
  init(
    _ model: Model, for target: CheckGroup.Target?, tolerance: Double, hasParts: Bool = false
  ) throws {
    switch target {
    case .best(let family):
      try self.init(model, bestOf: family, tolerance: tolerance, hasParts: hasParts)
    case .member(let q):
      try self.init(model, q: q, tolerance: tolerance, hasParts: hasParts)
    case nil: try self.init(model, q: nil, tolerance: tolerance, hasParts: hasParts)
    }
  }

  /// Whether every verdict holds, that about the parts too.
  var verdictsHold: Bool { record.verdictsHold && parts?.identity.isYes ?? true }

  /// Whether every number could be had.
  var isComplete: Bool { record.isComplete && !(optimum?.isTooSmall ?? false) }

  /// Why a number is missing.
  var missing: [(name: String, reason: String)] {
    [(record.status.rawValue, record.reason ?? Status.underflow.reason ?? "")]
  }

  /// The columns. They may only grow.
  var fields: [Field<CheckReport>] {
    let numbers: [Field<CheckReport>]
    if let optimum {
      numbers =
        Field.columns(RecordColumn.point + RecordColumn.ofExercise) { .gap($0.record) }
        + Field.pair("phi_star") { _ in optimum.rate }
        + Field.pair("minimum_gap") { _ in optimum.minimumGap }
        + Field.columns([.positive, .evaluations]) { .gap($0.record) }
    } else {
      numbers =
        Field.model { $0.model } + [Field("q") { .text("\($0.family)") }]
        + Field.columns(
          RecordColumn.logarithms + [.status, .reason, .positive, .tight, .evaluations]
        ) { .gap($0.record) }
    }
    return numbers + Field.conditions { $0.tolerance } + (best.map(CheckReport.fields) ?? [])
      + Field.columns([.errorKind]) { .gap($0.record) }
      + Field.pair("prior_mass") { $0.priorMass?.mass }
      + Field.pair("q_mass") { $0.familyMass?.mass } + Field.rows(of: model) { $0.model }
      + (parts.map { parts in Field.columns(RecordColumn.parts) { .parts($0.record, parts) } } ?? [])
  }

  /// The columns of a best member: its parameters, and the gradient there.
  private static func fields(_ best: BestMember) -> [Field<CheckReport>] {
    let parameters = best.member.family.parameters.enumerated().flatMap {
      index, parameter -> [Field<CheckReport>] in
      Field.pair("q_\(parameter.name)") { _ in best.parameters.dropFirst(index).first }
        + Field.pair("elbo_gradient_\(parameter.name)") { _ in
          best.gradient.dropFirst(index).first
        }
    }
    return [Field("family") { _ in .text(best.member.family.name) }] + parameters
      + Field.pair("gradient_norm") { _ in best.gradientNorm }
      + [Field("search_evaluations") { _ in .integer(best.evaluations) }]
  }
}
