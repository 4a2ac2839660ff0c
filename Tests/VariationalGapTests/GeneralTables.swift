// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// A table of Tests/Fixtures whose cells are separated by semicolons, since specs hold commas.
enum GeneralTable: String {
  case models
  case pairs = "kl_pairs"

  /// The cells of each row, without the heading.
  var rows: [[String]] {
    get throws {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/\(rawValue).csv")
      return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        .map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
    }
  }
}

/// |value − truth| for a truth with 30 digits.
func distance(of value: Double, from truth: String) throws -> Double {
  let exact = try #require(Double(truth))
  guard abs(exact) > 1e-10, abs(exact) < 1e20, let digits = Decimal(string: truth),
    let computed = Decimal(string: "\(value)")
  else { return abs(value - exact) }
  return abs(NSDecimalNumber(decimal: computed - digits).doubleValue)
}
