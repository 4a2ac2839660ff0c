// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What an axis maps to its length.
struct PlotScale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  init(from low: Double, to high: Double, isLogarithmic: Bool = false) {
    (self.low, self.high, self.isLogarithmic) = (low, high, isLogarithmic)
  }

  /// Where a value is, from 0 at the low end to 1 at the high one.
  func share(of value: Double) -> Double {
    isLogarithmic
      ? log(value / low) / log(high / low) : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// The value at a share.
  func value(at share: Double) -> Double {
    isLogarithmic ? low * pow(high / low, share) : low + share * (high - low)
  }

  /// As an argument of `set xrange`.
  var range: String { "[\(low):\(high)]" }
}
