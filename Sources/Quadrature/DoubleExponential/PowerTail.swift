// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What is left of an integral next to an end where the integrand is a power of the distance, as far as doubles tell.
///
/// With f = C δᵅ the rest is f·δ/|α + 1|; the exponent is measured over forty units of log δ, and once more over the
/// forty before, which bounds what it is worth.
struct PowerTail {
  /// The rest, and a bound on its error where the exponent moves no faster than before.
  let estimate: Estimate
  /// Whether f·δ does not fall: the rest is infinite, by this test.
  let diverges: Bool

  private static let span = 40.0

  /// Measures the rest beyond log δ = v.
  ///
  /// - Parameters:
  ///   - v: the logarithm of the last distance.
  ///   - inward: +1 where v + 1 lies inside of the interval, else −1.
  ///   - density: f·δ as a function of log δ.
  init(at v: Double, inward: Double, _ density: (Double) -> Double) {
    let values = [0, 1, 2].map { density(v + inward * Double($0) * PowerTail.span) }
    guard values[0] != 0 else {
      estimate = Estimate(0, error: 0)
      diverges = false
      return
    }
    let slopes = [0, 1].map { log(abs(values[$0 + 1] / values[$0])) / PowerTail.span }
    let slope = slopes[0]
    diverges = !(slope > 1e-6)
    let rest = values[0] / slope
    // The rest reaches over 1/slope units of log δ, over which the exponent drifts as it does over the forty.
    let noise = 1e3 * .ulpOfOne / PowerTail.span
    let reach = max(1, 1 / (PowerTail.span * abs(slope)))
    let drift = reach * max(0, abs(slopes[1] - slope) - noise) / abs(slope)
    let rounding = noise / abs(slope) + 16 * .ulpOfOne
    estimate =
      diverges || !rest.isFinite
      ? Estimate(0, error: .infinity) : Estimate(rest, error: abs(rest) * min(1, drift + rounding))
  }
}
