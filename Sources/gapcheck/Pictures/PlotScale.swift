// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What an axis maps to its length.
struct PlotScale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  /// - Parameters:
  ///   - low: the lower end; where the upper one is not above it, both are moved apart.
  ///   - high: the upper end.
  init(from low: Double, to high: Double, isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic
    // gnuplot itself computes with the ends.
    let most = 1e307
    let (a, b) = (max(low, -most), min(high, most))
    if a < b {
      (self.low, self.high) = (a, b)
    } else if isLogarithmic {
      (self.low, self.high) = (max(b, 1e-300) / 1.25, max(b, 1e-300) * 1.25)
    } else {
      let room = max(0.1 * abs(b), 0.5)
      (self.low, self.high) = (b - room, b + room)
    }
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

  /// A value with as many digits as tell its place on the axis, three at least.
  func label(_ value: Double) -> String {
    let width = isLogarithmic ? abs(value) * log(high / low) : high - low
    let power = value == 0 ? 0 : log10(abs(value)).rounded(.down)
    let digits = (3..<16).first { 0.5 * pow(10, power + 1 - Double($0)) <= width / 400 }
    return PlotText.number(value, digits: digits ?? 16)
  }

  /// As an argument of `set xrange`.
  var range: String { "[\(low):\(high)]" }
}
