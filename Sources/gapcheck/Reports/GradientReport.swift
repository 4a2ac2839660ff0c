// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `gradient` shows of a model and a q.
struct GradientReport {
  let model: Model
  let member: FamilyMember
  let comparison: GradientComparison

  func write(as format: ResultFormat) throws {
    try format.write(comparison.methods, fields, text: text)
  }

  /// The columns: missing where a method has no estimate of its own.
  private var fields: [Field<GradientComparison.Method>] {
    let gradient = comparison.parameters.enumerated().flatMap { index, parameter in
      Field<GradientComparison.Method>.pair("elbo_gradient_\(parameter.name)") { method in
        method.components.dropFirst(index).first ?? nil
      }
    }
    return [Field("method") { .text($0.name) }] + Field.pair("elbo") { $0.elbo } + gradient
  }

  private var text: String {
    let header = ["", "ELBO"] + comparison.parameters.map { "∂ELBO/∂\($0.symbol)" }
    let rows = comparison.methods.map { method in
      [method.name]
        + ([method.elbo] + method.components).map { $0.map(NumberText.estimate) ?? "" }
    }
    let isExercise = model.exercise != nil && member.distribution is Exponential
    let formulas = isExercise ? [SheetProblem.elbo.answer, SheetProblem.gradient.answer, ""] : []
    return
      (["\(model), q = \(member)", ""] + formulas + NumberText.columns([header] + rows)
      + ["", NumberText.verdict(comparison.verdict, verdict)]).joined(separator: "\n")
  }

  private var verdict: String {
    switch comparison.verdict {
    case .yes:
      "every pair agrees within the sum of its errors (Monte Carlo: four standard errors)"
    case .no:
      "these pairs differ by more than the sum of their errors: "
        + comparison.disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
        .joined(separator: "; ")
    case .cannotTell(let reason): "whether every pair agrees: \(reason)"
    }
  }
}
