// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature

/// A golden value: what it is of, what it is, and how far off it may be.
struct Fixture {
  let name: String
  let quantity: String?
  /// The value with its bound, where it could be had.
  let value: Estimate?
  /// Why it could not be had.
  let reason: String?
  private let claim: Claim?

  /// The values of a row.
  ///
  /// - Parameters:
  ///   - row: a claim without a value.
  ///   - number: of the row, from 1: it is the name of one that has none.
  ///   - truth: what quantities are.
  static func all(
    of row: Result<Claim, Claim.Fault>, number: Int, _ truth: ClaimTruth
  ) -> [Fixture] {
    switch row {
    case .failure(let fault): return [Fixture(nil, nil, number, .failure(fault))]
    case .success(let claim):
      let whole = claim.spelledOut
      return quantities(of: whole).map { quantity in
        Fixture(
          whole, quantity, number, truth.withinTime { truth.value(quantity, of: claim) })
      }
    }
  }

  /// The quantities that are asked for, or those that everybody wants.
  private static func quantities(of claim: Claim) -> [String] {
    let asked = claim.cells["quantity"]?.split { $0 == " " || $0 == "," }.map(String.init) ?? []
    if !asked.isEmpty { return asked }
    if claim.isPair { return ["kl"] }
    return claim.has(.q) ? ["log_evidence", "elbo", "kl"] : ["log_evidence", "mean", "sd"]
  }

  private init(
    _ claim: Claim?, _ quantity: String?, _ number: Int, _ outcome: ClaimTruth.Outcome
  ) {
    (self.claim, self.quantity) = (claim, quantity)
    name = claim?.cells["name"] ?? claim?.cells["id"] ?? "\(number)"
    switch outcome {
    case .success(let estimate): (value, reason) = (estimate, nil)
    case .failure(let fault): (value, reason) = (nil, MessageText.cut(fault.description))
    }
  }

  /// The columns of a row. They may only grow.
  static let fields: [Field<Fixture>] =
    [Field("name") { .text($0.name) }, Field("quantity") { .text($0.quantity) }]
    + Field.pair("value") { $0.value }
    + inputs.map { input in Field(input) { .text($0.claim?.cells[input]) } }
    + [
      Field("definition") { .text(FixtureText.definition($0.quantity, of: $0.claim)) },
      Field("parameters") { .text(FixtureText.parameters(of: $0.claim)) },
      Field("note") { .text($0.claim?.cells["note"]) }, Field("reason") { .text($0.reason) },
    ]

  /// What a value is computed from, in the notation of the command.
  private static let inputs = ["prior", "likelihood", "log_joint", "support", "x", "q", "p"]

  /// How values came about.
  static let provenance: [Field<Fixture>] =
    Field.versions + [
      Field("command") { _ in .text(TypedCommand.text) },
      Field("units") { _ in .text("natural logarithms (nats)") },
    ]
}
