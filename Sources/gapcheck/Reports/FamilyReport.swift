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
      "no member is the best: the KL falls, or does not grow, as \(parameter) goes to \(end)"
    case .notConverged: "the search for the best member did not converge"
    }
  }

  /// The columns: those of a q, its parameters, and the gradient.
  var fields: [Field<FamilyReport>] {
    let own = best.member.family.parameters.enumerated().flatMap { index, parameter in
      [
        Field<FamilyReport>("q_\(parameter.name)") { report in
          report.best.member.parameters.indices.contains(index)
            ? .number(report.best.member.parameters[index]) : .missing
        }
      ]
        + Field.pair(
          "elbo_gradient_\(parameter.name)",
          {
            $0.best.gradient.indices.contains(index)
              ? $0.best.gradient[index] : Estimate(.nan, error: .nan)
          })
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
      + [
        Field("gradient_norm", number: { $0.best.gradientNorm }),
        Field("search_evaluations") { .integer($0.best.evaluations) },
      ]
  }

  /// The text form.
  var text: String {
    let gradient = zip(best.member.family.parameters, best.gradient).map {
      ("∂ELBO/∂\($0.name)", $1)
    }
    let verdict =
      switch best.outcome {
      case .converged:
        "this is the best \(best.member.family.name) that was found: the norm of the gradient is "
          + NumberText.short(best.gradientNorm)
      case .none, .notConverged: reason ?? ""
      }
    let lines =
      [report.text, ""] + NumberText.estimates(gradient)
      + ["", NumberText.verdict(best.isConverged, verdict)]
    return lines.joined(separator: "\n")
  }
}
