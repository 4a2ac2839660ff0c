// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Texts that are no spec, no formula or no interval: each is refused at its position, with what would be right.
@Suite struct RefusedTextTests {
  private static func parse(_ kind: String, _ text: String) throws {
    switch kind {
    case "distribution": _ = try DistributionSpec.parse(text)
    case "likelihood": _ = try LikelihoodSpec.parse(text)
    case "formula": _ = try Formula.parse(text)
    case "interval": _ = try IntervalSpec.parse(text)
    default: Issue.record("nothing is of the kind \(kind)")
    }
  }

  @Test(arguments: try CSVTable(fixture: "refused").rows)
  func whatIsWrongIsNamedWithItsPosition(_ row: CSVTable.Row) throws {
    let (kind, text) = (try #require(row["kind"]), try #require(row["text"]))
    let error = try #require(
      #expect(throws: (any Error).self) { try RefusedTextTests.parse(kind, text) })
    let (message, position) = ("\(error)", Int(row.number("position")))
    #expect(message.hasPrefix("'\(text)', character \(position + 1): "), "\(message)")
    #expect(message.contains(try #require(row["message"])), "\(message)")
  }
}
