// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `gradient` shows of a model and a q.
struct GradientReport {
  let model: Model
  let comparison: FamilyGradientComparison

  private typealias Method = FamilyGradientComparison.Method

  func write(as format: ResultFormat) throws {
    switch format {
    case .text: try StandardOutput.write(text)
    case .json:
      let rows = comparison.methods.map { RowFormat.json($0, fields) }
      try StandardOutput.write("[\(rows.joined(separator: ","))]")
    case .csv: try ResultFormat.writeCSV(comparison.methods, fields)
    }
  }

  /// The columns: NaN where a method has no estimate of its own.
  private var fields: [Field<Method>] {
    let missing = Estimate(.nan, error: .nan)
    let gradient = comparison.member.family.parameters.enumerated().flatMap { index, parameter in
      Field<Method>.pair(
        "elbo_gradient_\(parameter.name)",
        { $0.components.indices.contains(index) ? $0.components[index] : missing })
    }
    return [Field("method") { .text($0.name) }]
      + Field.pair("elbo", { $0.elbo ?? missing }) + gradient
  }

  private var text: String {
    let names = comparison.member.family.parameters.map { "∂ELBO/∂\($0.name)" }
    let rows = comparison.methods.map { method in
      [method.name, method.elbo.map(NumberText.estimate) ?? ""]
        + method.components.map(NumberText.estimate)
    }
    let table = NumberText.columns([["", "ELBO"] + names] + rows)
    let verdict = NumberText.agreement(comparison.disagreements)
    return (["\(model), q = \(comparison.member)", ""] + table + ["", verdict])
      .joined(separator: "\n")
  }
}

extension NumberText {
  /// The verdict about pairs of methods.
  static func agreement(
    _ disagreements: [(first: String, second: String, quantity: String)]
  ) -> String {
    let differing = disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
    return verdict(
      differing.isEmpty,
      differing.isEmpty
        ? "every pair agrees within the sum of its errors (Monte Carlo: four standard errors)"
        : "these pairs differ by more than the sum of their errors: "
          + differing.joined(separator: "; "))
  }
}
