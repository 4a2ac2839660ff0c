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
}
