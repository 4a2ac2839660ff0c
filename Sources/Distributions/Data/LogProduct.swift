// SPDX-License-Identifier: GPL-3.0-or-later

/// Σ log uᵢ as the logarithm of a product, whose exponent is counted apart: one logarithm, however many
/// factors there are.
///
/// A product of n doubles is within a relative (n − 1)·2⁻⁵³/(1 − n·2⁻⁵³) of the exact one (Higham, *Accuracy and
/// Stability of Numerical Algorithms*, SIAM 2002, lemma 3.1), which is the absolute error of its logarithm.
struct LogProduct {
  private var significand = 1.0
  private var exponent = 0
  private var count = 0

  /// Factors between the inverse of this and this can be multiplied.
  static let largest = 0x1p400

  private static let step = 512

  /// - Parameter factor: between 1/largest and largest.
  @inline(__always)
  mutating func multiply(by factor: Double) {
    significand *= factor
    count += 1
    if significand > 0x1p512 {
      significand *= 0x1p-512
      exponent += LogProduct.step
    } else if significand < 0x1p-512 {
      significand *= 0x1p512
      exponent -= LogProduct.step
    }
  }

  /// The sum, with a bound on what the multiplications have done to it.
  var logarithm: (value: DoubleDouble, error: Double) {
    let value = DoubleDouble.log(significand) + DoubleDouble.logarithmOfTwo * Double(exponent)
    return (value, Double(count + 2) * 0x1p-53 * (1 + 0x1p-20) + 0x1p-100 * value.head.magnitude)
  }
}
