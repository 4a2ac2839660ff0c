// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// What `factorize` shows: a row a pair, the sum, and the joint.
struct FactorizeReport {
  let divergence: FactorizedDivergence
  /// What VEGAS was asked for.
  let calls: Int
  let seed: UInt64

  init(_ divergence: FactorizedDivergence, calls: Int, seed: UInt64) {
    (self.divergence, self.calls, self.seed) = (divergence, calls, seed)
  }

  /// A divergence with a name.
  struct Row {
    /// The dimension counted from 1, or "sum" or "joint".
    let part: String
    let q: String
    let p: String
    let divergence: Quantity
    /// What the joint's number leaves open, where it is not the number itself.
    var verdict: Verdict?

    private var status: Status { verdict?.reason == nil ? divergence.status : .undecided }

    static var fields: [Field<Row>] {
      [
        Field("part") { .text($0.part) }, Field("q") { .text($0.q) }, Field("p") { .text($0.p) },
      ]
        + Field.pair("kl") { $0.divergence.shown }
        + [
          Field("status") { .text($0.status.rawValue) },
          Field("reason") { .text($0.verdict?.reason ?? $0.divergence.reason ?? "") },
        ]
    }
  }

  var pairRows: [Row] {
    zip(divergence.pairs, divergence.marginals).enumerated().map { index, row in
      Row(part: "\(index + 1)", q: "\(row.0.q)", p: "\(row.0.p)", divergence: row.1)
    }
  }

  /// The rows of CSV.
  var rows: [Row] {
    pairRows + [
      Row(part: "sum", q: "", p: "", divergence: divergence.sum),
      Row(
        part: "joint", q: "", p: "", divergence: divergence.joint, verdict: divergence.equality),
    ]
  }

  /// The members of JSON, besides `pairs`. They may only grow.
  static var fields: [Field<FactorizeReport>] {
    [Field("dimensions") { .integer($0.divergence.pairs.count) }]
      + Field.pair("kl") { $0.divergence.joint.shown }
      + Field.pair("kl_sum") { $0.divergence.sum.shown }
      + Field.pair("difference") { $0.divergence.difference }
      + [
        Field("equal") { .flag($0.divergence.equality.flag) },
        Field("correlation", number: { $0.divergence.correlation?.coefficient }),
        Field(
          "mutual_information",
          number: { $0.divergence.correlation?.mutualInformation }),
        Field("method") { .text($0.divergence.method.rawValue) },
        Field("evaluations") { .integer($0.divergence.evaluations) },
        Field("calls") { .integer($0.calls) },
        Field("seed") { report in
          Int(exactly: report.seed).map(FieldValue.integer) ?? .text("\(report.seed)")
        },
        Field("standard_error", number: { $0.divergence.standardError }),
        Field("status") { .text($0.divergence.status.rawValue) },
        Field("reason") { .text($0.divergence.reason ?? "") },
      ] + Field.versions
  }

  /// One object: the members, and the array of pairs.
  var json: String {
    let pairs = pairRows.map { RowFormat.json($0, Row.fields) }.joined(separator: ",")
    return "\(RowFormat.json(self, Self.fields).dropLast()),\"pairs\":[\(pairs)]}"
  }
}
