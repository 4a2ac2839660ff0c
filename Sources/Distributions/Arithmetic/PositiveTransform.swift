// SPDX-License-Identifier: GPL-3.0-or-later

/// Bounds on log ∫ exp(ws) m(ds) for complex w, where m is a positive measure on the line, by what it is for real w.
///
/// With w = u + iv the transform is that at u times E[exp(ivs)] under the measure tilted by exp(us), and with μ the mean
/// and σ² the variance of s under it
///
/// ```text
/// E[exp(ivs)] = exp(ivμ) E,   |E| ≤ 1,   |E − 1| ≤ ½v²σ²,
/// ```
///
/// so that it has no zero where ½v²σ² < 1.
enum PositiveTransform {
  /// The logarithm over a rectangle of w; undefined where the transform may have a zero.
  ///
  /// - Parameters:
  ///   - real: bounds on the logarithm for the rectangle's real parts.
  ///   - imaginary: the rectangle's imaginary parts.
  ///   - mean: bounds on the mean for all of its real parts.
  ///   - variance: no less than the variance for any of them.
  static func logarithm(
    real: Enclosure, imaginary: Enclosure, mean: Enclosure, variance: Double
  ) -> ComplexEnclosure {
    let size = imaginary.largest
    let share = DirectedRounding.above(0.5 * size * size * variance, relativeError: 1e-12)
    let least = DirectedRounding.below(1 - share)
    guard least > 0 else { return .undefined }
    let turn = DirectedRounding.above(angle(share, least), relativeError: 1e-12)
    let loss = DirectedRounding.below(logarithm(onePlus: -share) - 1e-15)
    return ComplexEnclosure(
      real: real + Enclosure(from: loss, to: 0),
      imaginary: imaginary * mean + Enclosure(from: -turn, to: turn))
  }

  private static func logarithm(onePlus value: Double) -> Double {
    Distributions.logarithm(onePlus: value)
  }
}
