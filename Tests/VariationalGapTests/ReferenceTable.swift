// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A row of a table in Tests/Fixtures: the exact doubles θ, x, φ, and quantities with 40 digits.
struct ReferenceRow: CustomStringConvertible {
  let theta: Double
  let x: Double
  let phi: Double
  private let digits: [String: String]

  init(columns: [String], cells: [String]) throws {
    digits = Dictionary(uniqueKeysWithValues: zip(columns, cells))
    guard let theta = digits["theta"].flatMap(Double.init),
      let x = digits["x"].flatMap(Double.init), let phi = digits["phi"].flatMap(Double.init)
    else { throw Unreadable(line: cells.joined(separator: ",")) }
    (self.theta, self.x, self.phi) = (theta, x, phi)
  }

  /// The quantity rounded to a double.
  func callAsFunction(_ column: String) throws -> Double {
    guard let value = digits[column].flatMap(Double.init) else { throw Unreadable(line: column) }
    return value
  }

  /// |value − truth|, with the digits that a double of the truth would not have where 38 decimal
  /// digits can hold both.
  func error(of value: Double, _ column: String) throws -> Double {
    let truth = try self(column)
    guard abs(truth) > 1e-10, abs(truth) < 1e20, let text = digits[column],
      let exact = Decimal(string: text), let computed = Decimal(string: "\(value)")
    else { return abs(value - truth) }
    return abs(NSDecimalNumber(decimal: computed - exact).doubleValue)
  }

  var description: String { "theta=\(theta) x=\(x) phi=\(phi)" }

  struct Unreadable: Error {
    let line: String
  }
}

/// The tables by kind.
enum ReferenceTable: String, CaseIterable {
  case everyday
  case optimum
  case tight
  case farPeak = "far_peak"
  case mismatched
  case extreme

  func rows() throws -> [ReferenceRow] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/\(rawValue).csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard let columns = lines.first else { return [] }
    return try lines.dropFirst().map { try ReferenceRow(columns: columns, cells: $0) }
  }
}
