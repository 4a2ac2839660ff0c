// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `weights` shows.
struct WeightsReport: Sendable {
  let model: Model
  let q: any Distribution
  let seed: UInt64
  let tolerance: Double
  let result: ImportanceWeights

  /// The numbers, by the names of their fields.
  private static let numbers: [(name: String, value: @Sendable (ImportanceWeights) -> Quantity)] = [
    ("chi_square", \.chiSquare), ("reverse_chi_square", \.reverseChiSquare),
    ("ess", \.effectiveSampleSize), ("draws_needed", \.drawsNeeded),
    ("variance_log_weight", \.logVariance), ("max_log_weight", \.largestLog),
    ("tail_index", \.tailIndex),
  ]

  /// The names of the numbers that `verify` knows.
  static var names: [String] { numbers.map(\.name) }

  /// What a number of that name is.
  static func number(_ name: String) -> (@Sendable (ImportanceWeights) -> Quantity)? {
    numbers.first { $0.name == name }?.value
  }

  private var quantities: [(name: String, value: Quantity)] {
    WeightsReport.numbers.map { ($0.name, $0.value(result)) }
      + result.draws.map { ("tail_index_\($0.count)", $0.index) }
  }

  private var status: Status {
    guard result.errorKind.isVerified else { return .unverified }
    let isWide = WeightsReport.numbers.contains {
      $0.value(result).estimate?.isWithin(tolerance) == false
    }
    return isWide ? .roundoff : quantities.contains { $0.value.estimate == nil } ? .infinite : .ok
  }

  private var reasons: [String] {
    quantities.compactMap { name, value in value.reason.map { "\(name): \($0)" } }
  }

  private var reason: String? {
    let all = reasons + (status.reason.map { [$0] } ?? [])
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }

  /// The columns. They may only grow.
  var fields: [Field<WeightsReport>] {
    let own = quantities.flatMap { name, value in
      Field<WeightsReport>.pair(name) { _ in value.shown }
    }
    let sampled = result.draws.map { draws in
      Field<WeightsReport>("pareto_k_\(draws.count)", number: { _ in draws.paretoShape })
    }
    return Field<WeightsReport>.model { $0.model } + [Field("q") { .text("\($0.q)") }]
      + Field.pair("log_evidence") { $0.result.logEvidence }
      + Field.pair("reached_log_evidence") { $0.result.reachedLogEvidence?.shown } + own
      + [Field("max_log_weight_at", number: { $0.result.largestPlace })] + sampled
      + [
        Field("seed") { $0.result.draws.isEmpty ? .text(nil) : .integer(Int(clamping: $0.seed)) },
        Field("status") { .text($0.status.rawValue) }, Field("reason") { .text($0.reason) },
        Field("error_kind") { .text($0.result.errorKind.name) },
      ] + Field.conditions { $0.tolerance } + Field.rows(of: model) { $0.model }
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let place = result.largestPlace.map { "at z = \(style.unbounded($0))" } ?? ""
    let rows =
      [["log p(x)", style.estimate(result.logEvidence), ""]]
      + WeightsReport.numbers.map { name, value in
        [name, style.quantity(value(result)), name == "max_log_weight" ? place : ""]
      }
    var lines = style.heading("\(model)", "q = \(q)") + style.table(rows)
    if let reached = result.reachedLogEvidence {
      lines +=
        [""]
        + style.paragraph(
          "q misses mass of the posterior: E_q[w] is p(x, z in supp q), its logarithm "
            + style.estimate(reached.shown) + "; ess and draws_needed are of that")
    }
    if !result.draws.isEmpty {
      let rows = result.draws.map { draws in
        [
          "\(draws.count)", "\(draws.tailCount)", style.quantity(draws.index),
          draws.paretoShape.map(style.unbounded) ?? "none",
        ]
      }
      lines +=
        [""]
        + style.table(
          header: ["draws", "tail", "index that they see", "Pareto k (PSIS, seed \(seed))"], rows)
    }
    if !reasons.isEmpty { lines += [""] + reasons.flatMap { style.paragraph($0, indent: 2) } }
    if status == .unverified || status == .roundoff {
      lines +=
        [""] + style.paragraph("status: \(status.rawValue), \(status.reason ?? "")", indent: 2)
    }
    return lines
  }
}
