// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `gradient` shows: ELBO and gradient of a model and a q, a row a method.
struct GradientReport {
  private struct Row {
    let method: String
    let elbo: Estimate?
    /// By the parameters; `nil` where the method has no estimate of its own.
    let components: [Estimate?]
  }

  private let title: String
  /// The parameters: as a column names them, and in words.
  private let parameters: [(column: String, symbol: String)]
  private let rows: [Row]
  private let disagreements: [(first: String, second: String, quantity: String)]

  /// Of any model, by the parameters of q.
  init(_ model: Model, _ comparison: FamilyGradientComparison) {
    title = "\(model), q = \(comparison.member)"
    parameters = comparison.member.family.parameters.map { ($0.name, $0.name) }
    rows = comparison.methods.map {
      Row(method: $0.name, elbo: $0.elbo, components: $0.components)
    }
    disagreements = comparison.disagreements
  }

  /// Of the exercise sheet's model, by θ and φ.
  init(_ model: Model, _ q: Exponential, _ comparison: GradientComparison) {
    title = "\(model), q = \(q)"
    parameters = [("theta", "θ"), ("phi", "φ")]
    rows = comparison.methods.map {
      Row(method: $0.name, elbo: $0.elbo, components: [$0.theta, $0.phi])
    }
    disagreements = comparison.disagreements
  }

  /// Whether every pair of methods agrees within the sum of its errors.
  var agrees: Bool { disagreements.isEmpty }

  func write(as format: ResultFormat) throws { try format.write(rows, fields, text: text) }

  private var fields: [Field<Row>] {
    let gradient = parameters.enumerated().flatMap { index, parameter in
      Field<Row>.pair("elbo_gradient_\(parameter.column)") { row in
        row.components.dropFirst(index).first ?? nil
      }
    }
    return [Field("method") { .text($0.method) }] + Field.pair("elbo") { $0.elbo } + gradient
  }

  private var text: String {
    let header = ["", "ELBO"] + parameters.map { "∂ELBO/∂\($0.symbol)" }
    let cells = rows.map { row in
      [row.method] + ([row.elbo] + row.components).map { $0.map(NumberText.estimate) ?? "" }
    }
    let differing = disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
    let verdict = NumberText.verdict(
      agrees ? .yes : .no,
      agrees
        ? "every pair agrees within the sum of its errors (Monte Carlo: four standard errors)"
        : "these pairs differ by more than the sum of their errors: "
          + differing.joined(separator: "; "))
    return ([title, ""] + NumberText.columns([header] + cells) + ["", verdict])
      .joined(separator: "\n")
  }
}
