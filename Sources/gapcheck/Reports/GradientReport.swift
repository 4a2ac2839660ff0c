// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `gradient` shows of a model and a q.
struct GradientReport {
  let model: Model
  let member: FamilyMember
  let comparison: GradientComparison

  private typealias Method = GradientComparison.Method

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
    let gradient = comparison.parameters.enumerated().flatMap { index, parameter in
      Field<Method>.pair(
        "elbo_gradient_\(parameter.name)",
        { ($0.components.indices.contains(index) ? $0.components[index] : nil) ?? missing })
    }
    return [Field("method") { .text($0.name) }]
      + Field.pair("elbo", { $0.elbo ?? missing }) + gradient
  }

  private var text: String {
    func cell(_ estimate: Estimate?) -> String { estimate.map(NumberText.estimate) ?? "" }
    let names = comparison.parameters.map { "∂ELBO/∂\($0.symbol)" }
    let rows = comparison.methods.map { [$0.name, cell($0.elbo)] + $0.components.map(cell) }
    let table = NumberText.columns([["", "ELBO"] + names] + rows)
    return (["\(model), q = \(member)", ""] + table + ["", verdict]).joined(separator: "\n")
  }

  private var verdict: String {
    let differing = comparison.disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
    return switch comparison.verdict {
    case .yes:
      NumberText.verdict(
        true,
        "every pair agrees within the sum of its errors (Monte Carlo: four standard errors)")
    case .no:
      NumberText.verdict(
        false,
        "these pairs differ by more than the sum of their errors: "
          + differing.joined(separator: "; "))
    case .cannotTell(let reason):
      NumberText.verdict(false, "cannot tell whether every pair agrees: \(reason)")
    }
  }
}
