// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A distance that people count in: 1, 2 or 5 times a power of ten.
struct DecimalStep {
  let value: Double
  /// The power of ten.
  let exponent: Int

  /// The least one that is not below a distance; `nil` where no normal double is.
  init?(atLeast distance: Double) {
    guard distance > 0, distance.isFinite else { return nil }
    let power = Int(log10(distance).rounded(.down))
    // As texts: 5 · 1e-7 need not be the nearest double.
    let steps = [(1, power), (2, power), (5, power), (1, power + 1)].compactMap { digit, exponent in
      Double("\(digit)e\(exponent)").map { (value: $0, exponent: exponent) }
    }
    guard let least = steps.first(where: { $0.value >= distance * (1 - 1e-9) }),
      least.value.isNormal
    else { return nil }
    (value, exponent) = least
  }
}
