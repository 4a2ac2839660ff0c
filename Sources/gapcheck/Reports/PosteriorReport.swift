// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// What `posterior` shows.
struct PosteriorReport {
  let summary: PosteriorSummary
  /// What the prior integrates to; `nil` where there is none, or that could not be had.
  let priorMass: MassAudit?
  /// What the status was asked to hold to.
  let tolerance: Double

  /// - Throws: `InferenceError`, `QuadratureError`, where there is no log evidence.
  init(_ model: Model, tolerance: Double) throws {
    var workspace = try Workspace()
    self.tolerance = tolerance
    summary = PosteriorSummary(
      try model.posterior(workspace: &workspace), tolerance: tolerance, workspace: &workspace)
    priorMass = try? model.prior?.massAudit(workspace: &workspace)
  }

  private var posterior: Posterior { summary.posterior }

  private static var numbers: [Field<PosteriorReport>] {
    Field.model { $0.posterior.model }
      + Field.pair("log_evidence") { $0.posterior.logEvidence }
      + Field.pair("mean") { $0.summary.mean }
      + Field.pair("sd") { $0.summary.standardDeviation }
  }

  private static var conditions: [Field<PosteriorReport>] {
    [
      Field("status") { .text($0.summary.status.rawValue) },
      Field("reason") { .text($0.summary.reason) },
      Field("evaluations") { .integer($0.posterior.evaluations) },
    ] + Field.conditions { $0.tolerance }
      + [Field("error_kind") { .text($0.posterior.errorKind.name) }]
      + Field.pair("prior_mass") { $0.priorMass?.mass }
  }

  private static var quantile: [Field<PosteriorSummary.Quantile>] {
    [
      Field("probability", number: { $0.probability }),
      Field("value", number: { $0.value?.value }),
      Field("error", number: { $0.value?.error }),
    ]
  }

  private func modes(separator: String) -> String {
    posterior.modes.map { "\($0)" }.joined(separator: separator)
  }

  /// The columns of CSV: the modes are one cell, with blanks between them. They may only grow.
  static var columns: [Field<PosteriorReport>] {
    let quantiles = PosteriorSummary.probabilities.enumerated().flatMap { index, probability in
      Field<PosteriorReport>.pair("quantile_\(probability)") { $0.summary.quantiles[index].value }
    }
    return numbers + [Field("modes") { .text($0.modes(separator: " ")) }] + quantiles + conditions
  }

  /// One object, with the arrays of modes and quantiles.
  var json: String {
    let head = RowFormat.json(self, Self.numbers).dropLast()
    let quantiles = summary.quantiles.map { RowFormat.json($0, Self.quantile) }
      .joined(separator: ",")
    let tail = RowFormat.json(self, Self.conditions).dropFirst()
    return "\(head),\"modes\":[\(modes(separator: ","))],\"quantiles\":[\(quantiles)],\(tail)"
  }

  /// The text form.
  var text: String {
    let rows: [(String, Estimate?)] =
      [
        ("log p(x)", posterior.logEvidence), ("mean", summary.mean),
        ("standard deviation", summary.standardDeviation),
      ]
      + summary.quantiles.map { ("\(NumberText.percent($0.probability)) quantile", $0.value) }
    var lines =
      ["\(posterior.model)", ""]
      + NumberText.estimates(rows.compactMap { name, value in value.map { (name, $0) } })
    lines += [
      "", "\(posterior.modes.count == 1 ? "mode" : "modes")  \(modes(separator: ", "))",
    ]
    lines += NumberText.audits([("the prior", priorMass)])
    if let reason = summary.reason {
      lines.append("status: \(summary.status.rawValue), \(reason)")
    }
    return lines.joined(separator: "\n")
  }
}
