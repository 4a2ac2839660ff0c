// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `divergences` shows.
struct DivergencesReport: Sendable {
  let q: DistributionLaw
  let p: DistributionLaw
  let tolerance: Double
  let result: Divergences

  private static let numbers: [(name: String, value: @Sendable (Divergences) -> Quantity)] = [
    ("kl", \.reverse), ("forward_kl", \.forward), ("jeffreys", \.jeffreys),
    ("jensen_shannon", \.jensenShannon), ("hellinger_squared", \.squaredHellinger),
    ("total_variation", \.totalVariation), ("chi_square", \.chiSquare),
    ("reverse_chi_square", \.reverseChiSquare),
  ]

  private static let renyi = "renyi_"

  /// The names of the numbers that `verify` knows of a pair, besides the KL.
  static var names: [String] { numbers.dropFirst().map(\.name) + ["\(renyi)A"] }

  /// The order of Rényi's divergence that has a name; `nil` of what is none.
  static func order(of name: String) -> Double? {
    name.hasPrefix(renyi) ? Double(notation: String(name.dropFirst(renyi.count))) : nil
  }

  /// A number by its name; Rényi's divergence is the first.
  static func number(_ name: String, of result: Divergences) -> Quantity? {
    name.hasPrefix(renyi)
      ? result.renyi.first?.value : numbers.first { $0.name == name }?.value(result)
  }

  private var quantities: [(name: String, value: Quantity)] {
    DivergencesReport.numbers.map { ($0.name, $0.value(result)) }
      + result.renyi.map { ("\(DivergencesReport.renyi)\($0.order.orderText)", $0.value) }
  }

  /// The numbers that could not be had, and why.
  var missing: [(name: String, reason: String)] {
    quantities.filter { $0.value.value.isNaN }.map { ($0.name, $0.value.reason ?? "not a number") }
  }

  var isComplete: Bool { missing.isEmpty }

  var verdictsHold: Bool { result.order.isYes && result.errorKind.isVerified }

  private var status: Status {
    if !isComplete { return .notConverged }
    guard result.errorKind.isVerified else { return .unverified }
    let isWide = quantities.contains { $0.value.estimate?.isWithin(tolerance) == false }
    return isWide ? .roundoff : quantities.contains { $0.value.estimate == nil } ? .infinite : .ok
  }

  private var reasons: [String] {
    quantities.compactMap { name, value in value.reason.map { "\(name): \($0)" } }
  }

  private var reason: String? {
    let all = reasons.isEmpty ? status.reason.map { [$0] } ?? [] : reasons
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }

  /// The columns. They may only grow.
  var fields: [Field<DivergencesReport>] {
    [Field("q") { .text("\($0.q)") }, Field("p") { .text("\($0.p)") }]
      + quantities.flatMap { name, value in
        Field<DivergencesReport>.pair(name) { _ in value.shown }
      } + [
        Field("ordered") { .flag($0.result.order.flag) },
        Field("status") { .text($0.status.rawValue) }, Field("reason") { .text($0.reason) },
      ] + Field.conditions { $0.tolerance }
      + [Field("error_kind") { .text($0.result.errorKind.name) }]
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let rows = quantities.map { name, value in [name, style.quantity(value)] }
    var lines = style.heading("q = \(q), p = \(p)") + style.table(rows) + [""]
    lines += style.verdict(
      result.order, "the divergences are in the order in which they have to be")
    if !reasons.isEmpty { lines += [""] + reasons.flatMap { style.paragraph($0, indent: 2) } }
    if status == .unverified || status == .roundoff {
      lines +=
        [""] + style.paragraph("status: \(status.rawValue), \(status.reason ?? "")", indent: 2)
    }
    return lines
  }
}
