// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// What `compare` shows: a model, and what it is compared with.
struct CompareReport {
  /// What a model is compared with.
  private enum Reference {
    case model(Model)
    case null(Double)
  }

  private let model: Model
  private let reference: Reference
  private let factor: BayesFactor
  private let priorOdds: Double?
  private let tolerance: Double

  /// Two models of the same data.
  ///
  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ first: Model, against second: Model, priorOdds: Double?, tolerance: Double) throws {
    var workspace = try Workspace()
    (model, reference, self.priorOdds, self.tolerance) = (
      first, .model(second), priorOdds, tolerance
    )
    factor = try first.posterior(workspace: &workspace)
      .bayesFactor(against: second.posterior(workspace: &workspace))
  }

  /// A model and a point null.
  ///
  /// - Throws: `InferenceError`, `QuadratureError`.
  init(_ model: Model, null: Double, priorOdds: Double?, tolerance: Double) throws {
    var workspace = try Workspace()
    (self.model, reference, self.priorOdds, self.tolerance) = (
      model, .null(null), priorOdds, tolerance
    )
    factor = try model.posterior(workspace: &workspace).bayesFactor(againstNull: null)
  }

  private var status: Status { factor.status(tolerance: tolerance) }

  private var reason: String? {
    factor.logFactor.reason ?? factor.agreement?.reason ?? status.reason
  }

  var verdictsHold: Bool { factor.agreement?.isYes ?? true && status != .unverified }

  /// log B, and the log odds after the data.
  private var logPosteriorOdds: Quantity? {
    priorOdds.map { factor.logPosteriorOdds(priorOdds: $0) }
  }

  /// The columns. They may only grow.
  var fields: [Field<CompareReport>] {
    var fields = Field<CompareReport>.model { $0.model }
    switch reference {
    case .model(let other):
      fields += Field<Model>.model { $0 }.map { field in
        Field("against_\(field.name)") { _ in field.value(other) }
      }
    case .null(let point): fields.append(Field("null", number: { _ in point }))
    }
    return fields + Field.pair("log_evidence") { $0.factor.logEvidence }
      + Field.pair("against_log_evidence") { $0.factor.reference }
      + Field.pair("log_bayes_factor") { $0.factor.logFactor.shown }
      + Field.pair("log_savage_dickey") { $0.factor.savageDickey }
      + [
        Field("agrees") { .flag($0.factor.agreement?.flag) },
        Field("prior_odds", number: \.priorOdds),
      ] + Field.pair("log_posterior_odds") { $0.logPosteriorOdds?.shown }
      + [
        Field("status") { .text($0.status.rawValue) }, Field("reason") { .text($0.reason) },
        Field("evaluations") { .integer($0.factor.evaluations) },
      ] + Field.conditions { $0.tolerance }
      + [Field("error_kind") { .text($0.factor.errorKind.name) }]
      + Field.rows(of: model) { $0.model }
  }

  private var names: (other: [String], evidence: String, reference: String) {
    switch reference {
    case .model(let other): (["second", "\(other)"], "log p(x), first", "log p(x), second")
    case .null(let point): (["null", "z = \(point)"], "log p(x)", "log p(x | z = \(point))")
    }
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let names = names
    var rows = [(names.evidence, factor.logEvidence), (names.reference, factor.reference)]
    var lines = style.table([["first", "\(model)"], names.other]) + [""]
    guard let logFactor = factor.logFactor.estimate else {
      lines += style.estimates([rows[0]]) + [""]
      return lines + style.paragraph("log Bayes factor = +∞: \(reason ?? "")")
    }
    rows.append(("log Bayes factor", logFactor))
    if let odds = logPosteriorOdds?.estimate { rows.append(("log posterior odds", odds)) }
    lines += style.estimates(rows) + ["", "Bayes factor  \(CompareReport.ratio(logFactor))"]
    if let odds = logPosteriorOdds?.estimate {
      lines.append("posterior odds  \(CompareReport.ratio(odds))")
    }
    if let agreement = factor.agreement, let ratio = factor.savageDickey {
      let difference = NumberText.difference(
        of: ratio.value - logFactor.value, allowed: ratio.error + logFactor.error)
      lines +=
        [""]
        + style.verdict(
          agreement, "log p(z) − log p(z | x) at the null is the same: they \(difference)")
    }
    if status != .ok {
      lines += [""] + style.paragraph("status: \(status.rawValue), \(reason ?? "")", indent: 2)
    }
    return lines
  }

  /// A ratio for people, by its logarithm: to 1, whichever side is the larger.
  private static func ratio(_ logarithm: Estimate) -> String {
    let size = exponential(abs(logarithm.value))
    guard size.isFinite else {
      return logarithm.value > 0 ? "beyond 1e308 to 1" : "1 to beyond 1e308"
    }
    let text = String(format: "%.6g", size)
    return logarithm.value < 0 ? "1 to \(text)" : "\(text) to 1"
  }
}
