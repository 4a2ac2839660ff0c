// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// A row of Tests/Fixtures/counts.csv: the exact log probability of a count.
struct CountCase: Sendable, CustomTestStringConvertible {
  let family: Family
  let x: Double
  let arguments: [Double]
  /// head + tail is the log probability, in 31 digits.
  let head: Double
  let tail: Double
  /// The magnitude of the largest term that it is the sum of.
  let largest: Double

  var testDescription: String { "\(family.name)\(arguments) at \(x)" }

  static func table() throws -> [CountCase] {
    try CSVTable(fixture: "counts").rows.map {
      let cells = $0.cells
      try #require(cells.count == 7)
      func number(_ column: Int) throws -> Double { try #require(Double(cells[column])) }
      return CountCase(
        family: try #require(Families.named(cells[0])), x: try number(1),
        arguments: try [2, 3].filter { !cells[$0].isEmpty }.map(number), head: try number(4),
        tail: try number(5), largest: try number(6))
    }
  }
}
