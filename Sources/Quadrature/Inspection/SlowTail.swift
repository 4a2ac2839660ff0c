// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The part of an integral next to an end, at an infinity or at 0, where the integrand times the distance falls slowly: as a power of the
/// distance that is near to 0, or slower.
///
/// Most of it lies beyond what QAGS sees, which then believes in an end where there is none, or in one power where there are
/// several. In the logarithm v of the distance d it is an integral of f·d, as long as doubles go, and the rest of a power.
struct SlowTail {
  /// The sum; `nil` where f·d is not smooth in v.
  private(set) var estimate: Estimate?
  /// Whether the rest is infinite, by a test.
  private(set) var diverges = false

  /// By how much log d goes beyond the beginning before a tail is looked at: as far as QAGS sees without extrapolation.
  private static let sight = 23.0
  /// The logarithms of the last distance, the first where f·d is neither 0 nor too large, and smooth up to there: the square or the
  /// cube of a distance may overflow without a word.
  private static let lasts = [690.0, 340, 225]

  /// Looks at the tail beyond a distance.
  ///
  /// - Parameters:
  ///   - distance: where it begins.
  ///   - isOutward: whether the distances grow towards the end.
  ///   - allowed: the absolute error that does not matter.
  ///   - integrand: the integrand, of the distance.
  /// - Returns: `nil` where what lies out of sight is small.
  init?(
    from distance: Double, isOutward: Bool, _ allowed: Double, _ integrand: (Double) -> Double
  ) {
    func density(_ v: Double) -> Double {
      let distance = exp(v)
      let value = integrand(distance)
      return value == 0 ? 0 : value * distance
    }
    let sign = isOutward ? 1.0 : -1
    let first = log(distance)
    let seen = density(first + sign * SlowTail.sight)
    guard seen.isFinite, abs(seen) > allowed else { return nil }
    for size in SlowTail.lasts where size > sign * first + 3 * SlowTail.sight {
      let last = sign * size
      guard density(last).isFinite, density(last) != 0 else { continue }
      let rest = PowerTail(at: last, inward: -sign, density)
      if rest.diverges {
        diverges = true
        return
      }
      let sum = try? DoubleExponentialSum(
        over: .interval(from: min(first, last), to: max(first, last)),
        tolerance: Tolerance(relative: 1e-13, absolute: allowed)
      ) { v, _ in density(v) }
      guard let sum, sum.status != .notConverged else { continue }
      estimate = Estimate(
        sum.value + rest.estimate.value, error: sum.error + rest.estimate.error)
      return
    }
  }
}
