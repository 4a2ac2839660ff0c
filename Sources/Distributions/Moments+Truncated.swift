// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

extension Moments {
  /// Those of a density exp(gs + ks²), k ≤ 0, on lower < s < upper, with its mode at s = 0; `nil`
  /// where it has no scale in doubles.
  ///
  /// The window ends where the density has fallen by exp(−80): what is beyond is 1e-34 of the whole.
  static func quadratic(
    slope: Double, curvature: Double, from lower: Double, to upper: Double
  ) throws(QuadratureError) -> Moments? {
    // gs and ks² fall from the mode in the same direction: |g|s + |k|s² = fall.
    func distance(fall: Double) -> Double {
      let root = hypotenuse(slope, 2 * (fall * abs(curvature)).squareRoot())
      return 2 * fall / (abs(slope) + root)
    }
    // A power of two, so that z → s rounds nothing.
    let scale = min(distance(fall: 1), upper - lower).binade
    guard scale > 0, scale.isFinite else { return nil }
    let falls = [0.02, 0.3, 1, 8, 80].map(distance)
    let points = falls.flatMap { [max(lower, -$0), min(upper, $0)] }.map { $0 / scale }
    let (g, k) = (slope * scale, curvature * scale * scale)
    return try Moments(points: points, scale: scale) { s in s * (g + k * s) }
  }

  /// Those of any density on an interval, in windows that its quantiles make; `nil` where the
  /// quantiles cannot be told apart.
  ///
  /// - Parameter quantiles: those of the tail probabilities exp(−80), 1e-9, 0.1 below and above, and
  ///   the median, ascending.
  static func general(
    on support: Interval, quantiles: [Double], logDensity: @escaping (Double) -> Double
  ) throws(QuadratureError) -> Moments? {
    let middle = quantiles.count / 2
    let (median, spread) = (quantiles[middle], quantiles[middle + 1] - quantiles[middle - 1])
    let scale = spread.binade
    guard scale > 0, scale.isFinite else { return nil }
    let reference = logDensity(median)
    let points = ([support.lower, support.upper] + quantiles).map { ($0 - median) / scale }
    return try Moments(points: points, scale: scale) { s in
      logDensity(median + scale * s) - reference
    }
  }
}
