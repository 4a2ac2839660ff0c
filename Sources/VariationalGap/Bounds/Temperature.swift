// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// β from 0 to 1 of the densities q^(1 − β) p(x, z)^β between q and the joint density, with digits of its own next to either end.
struct Temperature: Hashable {
  /// β.
  let value: Double
  /// 1 − β.
  let complement: Double

  /// q itself.
  static let family = Temperature(0, of: 1)

  /// A part of a whole.
  init(_ part: Double, of whole: Double) {
    (value, complement) = (part / whole, (whole - part) / whole)
  }

  /// The smooth step β(u) = u⁴(35 − 84u + 70u² − 20u³) from 0 to 1.
  ///
  /// Next to the ends it is a fourth power, and so is its slope a third: a mean that behaves like β^c or log β there, c > −1, is
  /// in u what a Gauss rule knows how to integrate.
  init(steppedAt u: Double) {
    let (step, rest) = (Temperature.step(min(u, 1 - u)), 1 - Temperature.step(min(u, 1 - u)))
    (value, complement) = u < 0.5 ? (step, rest) : (rest, step)
  }

  /// At most 2e-16 off in relative terms for u ≤ ½: of the four terms the first leads.
  private static func step(_ u: Double) -> Double {
    u * u * u * u * (35 - u * (84 - u * (70 - u * 20)))
  }

  /// dβ/du.
  static func slope(at u: Double) -> Double {
    let product = u * (1 - u)
    return 140 * product * product * product
  }

  /// β in 31 digits.
  var exactValue: DoubleDouble {
    value < 0.5 ? DoubleDouble(value) : DoubleDouble(1) - DoubleDouble(complement)
  }
}
