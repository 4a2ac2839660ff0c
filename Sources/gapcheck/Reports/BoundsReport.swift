// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `bounds` shows.
struct BoundsReport {
  private let model: Model
  private let q: any Distribution
  private let result: EvidenceBounds
  private let tolerance: Double

  /// - Throws: `InferenceError`, `QuadratureError`.
  init(
    _ model: Model, q: any Distribution, _ kinds: [EvidenceBound.Kind], tolerance: Double
  ) throws {
    var workspace = try Workspace()
    (self.model, self.q, self.tolerance) = (model, q, tolerance)
    result = try model.posterior(workspace: &workspace)
      .evidenceBounds(of: q, kinds, workspace: &workspace)
  }

  /// The bounds that could not be had, and why.
  var missing: [(name: String, reason: String)] {
    result.bounds.compactMap { bound in
      guard case .undefined(let reason) = bound.value else { return nil }
      return (bound.name, reason)
    }
  }

  var isComplete: Bool { missing.isEmpty }

  var verdictsHold: Bool {
    result.order.isYes && result.bounds.allSatisfy { $0.errorKind.isVerified }
  }

  /// A bound as a row.
  private struct Row {
    let report: BoundsReport
    let bound: EvidenceBound

    /// log p(x) minus the bound.
    var distance: Quantity {
      bound.value.estimate.map {
        .finite(
          Estimate(
            report.result.logEvidence.value - $0.value,
            error: report.result.logEvidence.error + $0.error))
      } ?? .undefined(reason: "")
    }

    var status: Status {
      switch bound.value {
      case .undefined: bound.isTimedOut ? .timeout : .notConverged
      case .infinite: .infinite
      case .finite(let value):
        !bound.errorKind.isVerified
          ? .unverified
          : value.isWithin(report.tolerance) ? .ok : .roundoff
      }
    }

    var reason: String? { bound.value.reason ?? status.reason }
  }

  private var rows: [Row] { result.bounds.map { Row(report: self, bound: $0) } }

  /// The columns of a bound. They may only grow.
  private static var columns: [Field<Row>] {
    [Field("bound") { .text($0.bound.name) }, Field("side") { .text($0.bound.side.rawValue) }]
      + Field.pair("value") { $0.bound.value.shown }
      + Field.pair("distance") { $0.distance.estimate }
      + [
        Field("status") { .text($0.status.rawValue) }, Field("reason") { .text($0.reason) },
        Field("error_kind") { .text($0.bound.errorKind.name) },
      ]
  }

  /// The columns of the whole, each bound under its own name. They may only grow.
  private var fields: [Field<BoundsReport>] {
    let model = Field<BoundsReport>.model { $0.model } + [Field("q") { .text("\($0.q)") }]
    let own = rows.filter { $0.bound.kind != .evidence }.flatMap { row in
      Field<BoundsReport>.pair(row.bound.name) { _ in row.bound.value.shown }
    }
    return model + Field.pair("log_evidence") { $0.result.logEvidence } + own
      + Field.pair("reached_log_evidence") { $0.result.reachedLogEvidence?.shown }
      + [
        Field("bounds") { report in
          .list(
            report.rows.map { row in
              .object(BoundsReport.columns.map { ($0.name, $0.value(row)) })
            })
        },
        Field("ordered") { .flag($0.result.order.flag) },
        Field("evaluations") { .integer($0.result.evaluations) },
      ] + Field.conditions { $0.tolerance } + Field.rows(of: self.model) { $0.model }
  }

  /// Writes the report to standard output.
  func write(as output: FormatOptions) throws {
    switch output.format {
    case .csv: try ResultFormat.writeCSV(rows, BoundsReport.columns)
    case .text, .json, .ndjson: try output.write(self, fields) { $0.text($1) }
    }
  }

  /// The text form.
  private func text(_ style: TextStyle) -> [String] {
    let cells = rows.map { row -> [String] in
      let distance = row.distance.estimate.map { style.estimate($0) } ?? ""
      let shown = style.estimate(row.bound.value.shown)
      return [row.bound.name, row.bound.side.rawValue, shown, distance]
    }
    var lines =
      style.heading("\(model)", "q = \(q)")
      + style.table(header: ["bound", "side", "value", "log p(x) − value"], cells)
    let reasons = rows.flatMap { row in
      row.status == .ok
        ? []
        : style.paragraph(
          "\(row.bound.name): \(row.reason ?? row.status.rawValue)", indent: 2)
    }
    if let reached = result.reachedLogEvidence {
      lines +=
        [""]
        + style.paragraph(
          "q misses mass of the posterior: IWAE and Rényi's bounds tend to log p(x, z in supp q) = "
            + style.estimate(reached.shown))
    }
    return lines + [""]
      + style.verdict(result.order, "the bounds are in the order in which they have to be")
      + reasons
  }
}
