// SPDX-License-Identifier: GPL-3.0-or-later

extension Bisection {
  /// The z with P(z′ ≤ z) = p, to the last digits, from the tail that is smaller; NaN unless p is in [0, 1].
  ///
  /// - Parameters:
  ///   - start: a finite point of the support or one of its ends.
  ///   - logLower: log P(z′ ≤ z) inside the support.
  ///   - logUpper: log P(z′ > z) there.
  static func quantile(
    _ p: Double, in support: Interval, near start: Double, logLower: (Double) -> Double,
    logUpper: (Double) -> Double
  ) -> Double {
    guard (0...1).contains(p) else { return .nan }
    if p == 0 { return support.lower }
    if p == 1 { return support.upper }
    let isLower = p < 0.5
    let target = isLower ? logarithm(p) : logarithm(onePlus: -p)
    return boundary(in: support, near: start) { z in
      guard z > support.lower else { return -.infinity }
      guard z < support.upper else { return .infinity }
      let log = isLower ? logLower(z) : logUpper(z)
      let difference = isLower ? log - target : target - log
      // Roots of logarithms of tails are nearly straight, be they normal or powers.
      let slope = (-log).squareRoot() + (-target).squareRoot()
      return difference.isFinite && slope > 0 ? difference / slope : difference
    }
  }
}
