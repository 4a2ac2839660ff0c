// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `check --family` shows: the best member of a family, as ``ModelReport`` shows a q, and the
/// gradient there.
struct FamilyReport {
  let best: BestMember
  let report: ModelReport

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ model: Model, family: Family, tolerance: Double) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    best = try posterior.bestMember(of: family)
    report = ModelReport(best, of: posterior, tolerance: tolerance)
  }

  /// Whether every number could be had.
  var isComplete: Bool { report.isComplete && best.outcome != .notConverged }

  /// Those of the member. That no member is the best is a result.
  var verdictsHold: Bool { report.verdictsHold }

  private var status: String {
    switch best.outcome {
    case .converged: report.status.rawValue
    case .none: "no_best_member"
    case .notConverged: Status.notConverged.rawValue
    }
  }

  /// Why the status is not ok, in words.
  private var reason: String? {
    switch best.outcome {
    case .converged: report.reason
    case .none(let parameter, let end):
      "no member is the best: the KL falls as \(parameter) goes to \(end)"
        + (best.limit.map { ", to \($0.divergence) of the limit, \($0.member)" } ?? "")
    case .notConverged: "the search for the best member did not converge"
    }
  }

  /// The columns: those of a q, its parameters, and the gradient.
  var fields: [Field<FamilyReport>] {
    let missing = Estimate(.nan, error: .nan)
    let own = best.member.family.parameters.enumerated().flatMap { index, parameter in
      Field<FamilyReport>.pair(
        "q_\(parameter.name)",
        { $0.best.parameters.indices.contains(index) ? $0.best.parameters[index] : missing })
        + Field.pair(
          "elbo_gradient_\(parameter.name)",
          { $0.best.gradient.indices.contains(index) ? $0.best.gradient[index] : missing })
    }
    let shared = ModelReport.fields.map { field in
      Field<FamilyReport>(field.name) { record in
        switch field.name {
        case "status": .text(record.status)
        case "reason": record.reason.map(FieldValue.text) ?? .missing
        default: field.value(record.report)
        }
      }
    }
    return shared
      + [Field("family") { .text($0.best.member.family.name) }] + own
      + Field.pair("gradient_norm", { $0.best.gradientNorm })
      + [
        Field("search_evaluations") { .integer($0.best.evaluations) }
      ]
  }

  /// The text form.
  var text: String {
    let names = best.member.family.parameters.map(\.name)
    let rows =
      (best.isConverged ? Array(zip(names, best.parameters)) : [])
      + zip(names.map { "∂ELBO/∂\($0)" }, best.gradient)
    let verdict =
      switch best.outcome {
      case .converged:
        "this is the best \(best.member.family.name) that was found: the norm of the gradient is "
          + NumberText.short(best.gradientNorm.value)
      case .none, .notConverged: reason ?? ""
      }
    let lines =
      [report.text, ""] + NumberText.estimates(rows)
      + ["", NumberText.verdict(best.isConverged, verdict)]
    return lines.joined(separator: "\n")
  }
}
