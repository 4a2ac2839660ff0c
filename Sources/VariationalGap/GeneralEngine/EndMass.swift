// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The mass of a density towards an infinite end of a coordinate, from its slope.
///
/// ```text
/// ∫ exp(g) du over (a, ∞) ≤ exp(g(a))/k     where g′ ≤ −k < 0 all the way
/// ```
///
/// and there is no finite mass where g′ ≥ 0 all the way.
struct EndMass: Sendable {
  /// A bound on the logarithm of the mass; ∞ where none is known.
  var logBound: Double
  /// A lower bound on it.
  var logLeast = -Double.infinity
  /// Whether the mass was shown to be infinite.
  var isInfinite: Bool

  init(logBound: Double, isInfinite: Bool) {
    self.logBound = logBound
    self.isInfinite = isInfinite
  }

  init(of density: CoordinateFunction, over stretch: Stretch) {
    let isUpper = stretch.upper == .infinity
    let edge = isUpper ? stretch.lower : stretch.upper
    let value = density(edge)
    var slope = density.slope(over: stretch)
    if isUpper, !slope.isEmpty { slope = Enclosure(from: -slope.upper, to: -slope.lower) }
    logBound = .infinity
    isInfinite = false
    guard !slope.isEmpty, edge.isFinite else { return }
    if value == -.infinity, slope.lower > 0 {
      logBound = -.infinity
      return
    }
    guard value.isFinite else { return }
    if slope.lower > 0 {
      logBound = value - logarithm(slope.lower) + 1e-9 + 1e-12 * abs(value)
      if slope.upper.isFinite { logLeast = value - logarithm(slope.upper) - 1e-9 }
    } else {
      // A density that does not fall, or not below some level, has no finite mass over an infinite length.
      isInfinite =
        slope.upper <= 0
        || density.range(over: stretch, sufficient: .infinity).lower > -.infinity
    }
  }
}
