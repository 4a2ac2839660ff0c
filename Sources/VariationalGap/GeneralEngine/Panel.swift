// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A panel with the nodes and weights of a rule in it.
struct Panel: Sendable {
  let stretch: Stretch
  /// Whether the mass of each term matters in it; where it does not it counts as left out.
  let isActive: [Bool]
  /// Bounds on the logarithms of the rule's errors for the first term and for the last; ∞ where nothing
  /// is proven.
  var logErrors = SIMD2(repeating: Double.infinity)
  /// Whether they are small enough; elsewhere the error is estimated.
  var isProven = false
  /// What was computed at the nodes.
  var samples: [Sample]?

  /// The nodes in 31 digits, so that a narrow panel far from the origin keeps its digits.
  var nodes: [DoubleDouble] {
    let (middle, half) = centre
    return Panel.rule.nodes.map { middle + DoubleDouble(half * $0) }
  }

  /// The middle, and half the length.
  var centre: (middle: DoubleDouble, half: Double) {
    let middle = stretch.middle
    let (low, high) = (
      (DoubleDouble(stretch.lower) - DoubleDouble(middle)).head,
      (DoubleDouble(stretch.upper) - DoubleDouble(middle)).head
    )
    return (DoubleDouble(middle) + DoubleDouble(0.5 * (low + high)), 0.5 * (high - low))
  }

  static let rule = GaussLegendreRule.points32
}
