// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

/// Log densities where log Γ and what it cancels with have no digits left.
struct HugeShapeTests {
  /// A row of Tests/Fixtures/shapes.csv.
  struct Row: CustomTestStringConvertible {
    let family: Family
    let x: Double
    let arguments: [Double]
    let head: Double
    let tail: Double

    var testDescription: String { "\(family.name)\(arguments) at \(x)" }

    /// Which argument of a family of counts is the latent of its likelihood.
    var latent: Int { family.name == "neg_binomial_2" ? 0 : arguments.count - 1 }

    /// The log density with numbers only, and with the latent in the place of one.
    var values: [DoubleDouble] {
      let numbers = arguments.map(Formula.number)
      let plain = family.logDensity(of: .number(x), numbers)
      guard family.isDiscrete else {
        return [
          plain(DoubleDouble(.nan)), family.logDensity(of: .latent, numbers)(DoubleDouble(x)),
        ]
      }
      var others = numbers
      others[latent] = .latent
      return [
        plain(DoubleDouble(.nan)),
        family.logDensity(of: .number(x), others)(DoubleDouble(arguments[latent])),
      ]
    }
  }

  static func rows() throws -> [Row] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/shapes.csv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
      let cells = $0.split(separator: ";").map(String.init)
      try #require(cells.count == 5)
      let numbers = try cells[2].split(separator: ",").map { try #require(Double($0)) }
      return Row(
        family: try #require(Families.named(cells[0])),
        x: try #require(Double(cells[1])), arguments: numbers,
        head: try #require(Double(cells[3])), tail: try #require(Double(cells[4])))
    }
  }

  @Test func logDensitiesAreThoseOfMpmath() throws {
    let rows = try Self.rows()
    #expect(rows.count > 600)
    for row in rows {
      for value in row.values {
        let error = value.distance(fromHead: row.head, tail: row.tail)
        #expect(
          error <= 5e-16 * max(1, abs(row.head)), "\(row.testDescription): \(value), \(row.head)")
      }
    }
  }

  /// Around the mode, in a distance from it: the rounding of z itself has no part in the enclosure.
  @Test(arguments: [
    ("gamma", [1e40, 1e40], 1.0, 1e-20), ("inv_gamma", [1e40, 1e40], 1, 1e-20),
    ("beta", [1e60, 1e60], 0.5, 1e-31), ("chi_square", [2e30], 2e30, 1e15),
  ])
  func enclosuresAreNarrowBesideTheMode(
    name: String, arguments: [Double], mode: Double, deviation: Double
  ) throws {
    let family = try #require(Families.named(name))
    let density = family.logDensity(of: .latent, arguments.map(Formula.number))
      .substituting(.number(mode) + .latent)
    let peak = density(DoubleDouble(0)).head
    let over = density.enclosure(over: Enclosure(from: -deviation, to: deviation))
    #expect(over.lower > peak - 10 && over.upper < peak + 10 && over.contains(peak), "\(over)")
  }
}
