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

  /// The nodes in 31 digits, so that a narrow panel far from the origin keeps its digits, and a wide one in which f
  /// varies by many powers of e: a shift of a node is one of log f.
  var nodes: [DoubleDouble] {
    let (middle, half) = centre
    return Panel.sharpNodes.map { middle + $0 * half }
  }

  /// The middle, and half the length, in 31 digits as well: of a panel that is long beside an end where much of the mass
  /// lies, a rounding of either moves that end.
  var centre: (middle: DoubleDouble, half: DoubleDouble) {
    let (lower, upper) = (DoubleDouble(stretch.lower), DoubleDouble(stretch.upper))
    return ((lower + upper) * 0.5, (upper - lower) * 0.5)
  }

  static let rule = GaussLegendreRule.points32

  /// The rule's nodes, on (−1, 1), in 31 digits: roots of a Legendre polynomial, by a step of Newton's method from the
  /// doubles.
  static let sharpNodes = rule.nodes.map { node in
    let x = DoubleDouble(node)
    let count = rule.nodes.count
    // Of degrees k − 1 and k, by Bonnet's recursion.
    var (last, value) = (DoubleDouble(1), x)
    for k in 1..<count {
      let next = (x * value * Double(2 * k + 1) - last * Double(k)) / DoubleDouble(Double(k + 1))
      (last, value) = (value, next)
    }
    let slope = (x * value - last) * Double(count) / (x * x - DoubleDouble(1))
    return x - value / slope
  }
}
