// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The double-exponential change of variable z(t), −∞ < t < ∞, for an interval with a finite end.
///
/// H. Takahasi, M. Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974).
enum DoubleExponentialMap {
  /// tanh-sinh on (a, b).
  case interval(from: Double, to: Double)

  /// exp-sinh on (a, ∞), or down from a.
  case halfLine(from: Double, isUpward: Bool)

  /// A node: z, its distance from the nearer finite end, and dz/dt.
  struct Node {
    let z: Double
    let distance: Double
    let weight: Double
  }

  /// The node at t; `nil` where the distance, or the weight, is no normal number.
  func node(_ t: Double) -> Node? {
    let exponent = Double.pi / 2 * sinh(t)
    let slope = Double.pi / 2 * cosh(t)
    switch self {
    case .interval(let a, let b):
      let decay = exp(-2 * abs(exponent))
      let distance = (b - a) * (decay / (1 + decay))
      let weight = 2 * slope * distance / (1 + decay)
      guard distance >= .leastNormalMagnitude, weight.isNormal else { return nil }
      return Node(z: t < 0 ? a + distance : b - distance, distance: distance, weight: weight)
    case .halfLine(let a, let isUpward):
      let distance = exp(exponent)
      let weight = slope * distance
      guard distance.isNormal, weight.isNormal else { return nil }
      return Node(z: isUpward ? a + distance : a - distance, distance: distance, weight: weight)
    }
  }

  /// The point at a distance from the end on a side: the lower one for `isUpper` false.
  func z(at distance: Double, isUpper: Bool) -> Double {
    switch self {
    case .interval(let a, let b): isUpper ? b - distance : a + distance
    case .halfLine(let a, let isUpward): isUpward ? a + distance : a - distance
    }
  }
}
