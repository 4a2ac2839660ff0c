// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
package import Quadrature

/// A number with more digits than a double has: 38 of them count.
package struct Truth: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The digits, as they were written.
  package let description: String

  package init(_ digits: String) { description = digits }

  package init(stringLiteral digits: String) { self.init(digits) }

  /// |value − truth|, exact but for the last of 38 digits and one rounding: a bound that is broken in the
  /// 17th digit is seen.
  ///
  /// 0 for equal infinities; NaN where the digits are no number, or the value is none.
  package func distance(from value: Double) -> Double {
    guard let rounded = Double(description), !value.isNaN else { return .nan }
    guard value.isFinite, rounded.isFinite else { return value == rounded ? 0 : .infinity }
    guard let truth = Scientific(description), let exact = Scientific(exactly: value) else {
      return .nan
    }
    let unit = max(truth.exponent, exact.exponent)
    let difference = exact.decimal(in: unit) - truth.decimal(in: unit)
    return abs(Double("\(difference)e\(unit)") ?? .nan)
  }
}

extension Estimate {
  /// Whether |value − truth| ≤ error.
  package func covers(_ truth: Truth) -> Bool { truth.distance(from: value) <= error }
}

/// d.ddd · 10^exponent with at most 38 digits, which is what `Decimal` holds; its own exponents end at 127.
private struct Scientific {
  let digits: String
  let isNegative: Bool
  let exponent: Int

  init?(_ text: some StringProtocol) {
    let parts = text.lowercased().split(separator: "e", maxSplits: 1)
    guard var mantissa = parts.first, let power = parts.count == 2 ? Int(parts[1]) : 0 else {
      return nil
    }
    isNegative = mantissa.first == "-"
    if mantissa.first == "-" || mantissa.first == "+" { mantissa.removeFirst() }
    let whole = mantissa.prefix { $0 != "." }
    let all = whole + mantissa.dropFirst(whole.count + 1)
    guard !all.isEmpty, all.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    let significant = all.drop { $0 == "0" }
    digits = String(significant.prefix(38))
    // 0 is smaller than anything.
    exponent =
      significant.isEmpty ? -1000 : power + whole.count - 1 - (all.count - significant.count)
  }

  /// The decimal expansion of a double, rounded to 38 digits.
  init?(exactly value: Double) {
    self.init(String(format: "%.37e", value))
  }

  /// The number in units of 10^unit, from which on nothing of it is larger than 10.
  func decimal(in unit: Int) -> Decimal {
    // What is so far below the last digit of the other number is nothing beside it.
    guard !digits.isEmpty, exponent - unit > -80 else { return 0 }
    let text = "\(isNegative ? "-" : "")\(digits)e\(exponent - unit + 1 - digits.count)"
    return Decimal(string: text) ?? .nan
  }
}
