// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Texts that are no spec, no formula or no interval: each is refused at its position, with what would be right.
@Suite struct RefusedTextTests {
  /// A row of Tests/Fixtures/refused.csv.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let kind: String
    let text: String
    /// Counted from 0.
    let position: Int
    /// A part of the message.
    let message: String

    var testDescription: String { "\(kind) '\(text)'" }

    static func table() throws -> [Refusal] {
      try CSVTable(fixture: "refused").rows.map { row in
        Refusal(
          kind: try #require(row["kind"]), text: try #require(row["text"]),
          position: try #require(row["position"].flatMap { Int($0) }),
          message: try #require(row["message"]))
      }
    }

    func parse() throws {
      switch kind {
      case "distribution": _ = try DistributionSpec.parse(text)
      case "likelihood": _ = try LikelihoodSpec.parse(text)
      case "formula": _ = try Formula.parse(text)
      case "interval": _ = try IntervalSpec.parse(text)
      default: Issue.record("nothing is of the kind \(kind)")
      }
    }
  }

  @Test(arguments: try Refusal.table())
  func whatIsWrongIsNamedWithItsPosition(_ refusal: Refusal) throws {
    let error = try #require(#expect(throws: (any Error).self) { try refusal.parse() })
    let message = "\(error)"
    #expect(
      message.hasPrefix("'\(refusal.text)', character \(refusal.position + 1): "), "\(message)")
    #expect(message.contains(refusal.message), "\(message)")
  }
}
