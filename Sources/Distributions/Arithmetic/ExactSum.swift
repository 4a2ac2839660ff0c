// SPDX-License-Identifier: GPL-3.0-or-later

/// A sum of doubles without any rounding, as an expansion: doubles of which none overlaps another.
///
/// Source: Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates" (1997), 2.4.
struct ExactSum: Sendable {
  /// Ascending in magnitude.
  private var parts: [Double] = []

  mutating func add(_ value: DoubleDouble) {
    add(value.head)
    add(value.tail)
  }

  mutating func add(_ value: Double) {
    var rest = value
    var kept = 0
    for index in parts.indices {
      let part = parts[index]
      let sum = rest + part
      let virtual = sum - rest
      let error = (rest - (sum - virtual)) + (part - virtual)
      if error != 0 {
        parts[kept] = error
        kept += 1
      }
      rest = sum
    }
    guard rest.isFinite else {
      // What overflows, or was infinite before, has no other digits.
      parts = [rest]
      return
    }
    parts.removeSubrange(kept...)
    if rest != 0 { parts.append(rest) }
  }

  /// The sum, rounded to 31 digits.
  var value: DoubleDouble { parts.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) } }
}
