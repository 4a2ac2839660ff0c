// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The sums over groups of rows, each with a latent of its own: the logarithms of products.
struct GroupTotals {
  private(set) var count = 0
  private(set) var rows = 0
  /// The status of the first group that has another than ok, and its name.
  private(set) var worst: (status: Status, group: String)?
  private var logEvidence = EstimateSum()
  private var (elbo, gap, divergence) = (EstimateSum(), EstimateSum(), EstimateSum())
  /// Whether there is a q.
  private let hasFamily: Bool

  init(hasFamily: Bool) { self.hasFamily = hasFamily }

  mutating func add(_ result: some GroupResult) {
    count += 1
    rows += result.rows
    logEvidence.add(result.logEvidence)
    if let record = result.record {
      elbo.add(record.elbo)
      gap.add(record.gap)
      divergence.add(record.divergence)
    }
    if result.status != .ok, worst == nil { worst = (result.status, result.group) }
  }

  /// The columns. They may only grow.
  var fields: [Field<GroupTotals>] {
    var fields: [Field<GroupTotals>] = [
      Field("group_count") { .integer($0.count) }, Field("rows") { .integer($0.rows) },
    ]
    fields += Field.pair("log_evidence") { $0.logEvidence.total }
    if hasFamily {
      fields +=
        Field.pair("elbo") { $0.elbo.total } + Field.pair("gap") { $0.gap.total }
        + Field.pair("kl") { $0.divergence.total }
    }
    return fields + [
      Field("status") { .text(($0.worst?.status ?? .ok).rawValue) },
      Field("reason") { .text($0.reason) },
    ]
  }

  private var reason: String? {
    worst.map {
      "the first group with a status other than ok is \($0.group): \($0.status.rawValue)"
    }
  }

  /// The sums with their names.
  var estimates: [(name: String, value: Estimate)] {
    let evidence = [(name: "Σ log p(x)", value: logEvidence.total)]
    guard hasFamily else { return evidence }
    return evidence + [
      ("Σ ELBO", elbo.total), ("Σ gap", gap.total), ("Σ KL", divergence.total),
    ]
  }

  /// How many groups and rows there are.
  var title: String {
    "\(count) \(count == 1 ? "group" : "groups") of \(rows) \(rows == 1 ? "row" : "rows")"
  }

  /// The lines of the text form.
  func lines(_ style: TextStyle) -> [String] {
    return ["", title] + style.estimates(estimates)
      + (worst.map { ["status: \($0.status.rawValue), in \($0.group) first"] } ?? [])
  }
}
