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

  /// Why a number is missing.
  var missing: [(name: String, reason: String)] {
    [(summary.status.rawValue, summary.reason ?? "an integral did not converge")]
  }

  /// - Throws: `InferenceError`, `QuadratureError`, where there is no log evidence.
  init(_ model: Model, tolerance: Double) throws {
    var workspace = try Workspace()
    self.tolerance = tolerance
    let posterior = try model.posterior(workspace: &workspace)
    try TimeLimit.check()
    summary = PosteriorSummary(posterior, tolerance: tolerance, workspace: &workspace)
    priorMass = TimeLimit.inTime(try? model.prior?.massAudit(workspace: &workspace))
  }

  private var posterior: Posterior { summary.posterior }

  /// The columns. They may only grow.
  ///
  /// - Parameter areNested: whether quantiles are one array of objects, as in JSON; in CSV they are a cell
  ///   each.
  func fields(areNested: Bool) -> [Field<PosteriorReport>] {
    Field.model { $0.posterior.model }
      + Field.columns(
        RecordColumn.moments(areNested: areNested) + [.status, .reason, .evaluations]
      ) { .posterior($0.summary) } + Field.conditions { $0.tolerance }
      + Field.columns([.errorKind]) { .posterior($0.summary) }
      + Field.pair("prior_mass") { $0.priorMass?.mass }
      + Field.rows(of: posterior.model) { $0.posterior.model }
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let rows: [(String, Estimate?)] =
      [
        ("log p(x)", posterior.logEvidence), ("mean", summary.mean),
        ("standard deviation", summary.standardDeviation),
      ]
      + summary.quantiles.map { ("\(NumberText.percent($0.probability)) quantile", $0.value) }
    var lines =
      style.heading("\(posterior.model)")
      + style.estimates(rows.compactMap { name, value in value.map { (name, $0) } }) + [""]
    let modes = posterior.modes.map(style.unbounded).joined(separator: ", ")
    let name = posterior.modes.count == 1 ? "mode  " : "modes  "
    lines += style.paragraph(modes, after: name, indent: name.count)
    lines += style.audits([("the prior", priorMass)])
    if let reason = summary.reason {
      lines += style.paragraph("status: \(summary.status.rawValue), \(reason)", indent: 2)
    }
    return lines
  }
}
