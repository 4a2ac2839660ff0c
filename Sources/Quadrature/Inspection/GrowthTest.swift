// SPDX-License-Identifier: GPL-3.0-or-later

/// A test of whether an integral diverges at an end: there, the integrand times the distance does not fall.
///
/// ∫ f dz is ∫ f·d d(log d), with d the distance from a finite end, or from the centre towards an infinite one.
/// It diverges where f·d stays as large however far log d goes. The sizes of |f|·d at distances of about
/// 10^±90 and 10^±145 (whose squares are doubles) are compared; a fall by less than one in a thousand, a power of
/// d below 8e-6, is taken for none. Where the integrand over- or underflows there, the distances are a half or a quarter
/// of these powers. It is a test on sixty points, or three times as many, not a proof, and knows nothing of cancellation.
struct GrowthTest {
  /// The end: an infinity, or a finite number.
  let end: Double
  /// What the distance is measured from, where the end is infinite.
  let centre: Double
  /// Whether the integrand lies below the end.
  let isUpper: Bool

  /// The binary exponents at which |f|·d is compared, the first pair where it is neither 0 nor too large.
  private static let exponents: [(middle: Int, last: Int)] = [(300, 480), (150, 240), (75, 120)]
  private static let points = 30
  /// What is left of log d within doubles, beyond the last of the distances.
  private static let restOfDoubles = 375.0

  /// Whether the integrand fails the test.
  ///
  /// - Parameters:
  ///   - allowed: the absolute error that matters.
  ///   - body: the integrand. Where it is not finite, nothing is said.
  func failed(by body: (Double) -> Double, allowed: Double) -> Bool {
    for exponents in GrowthTest.exponents {
      guard let last = size(exponents.last, body), last > 0 else { continue }
      guard last * GrowthTest.restOfDoubles > allowed, let middle = size(exponents.middle, body)
      else { return false }
      return last >= 0.999 * middle
    }
    return false
  }

  /// The largest |f|·d from 2^exponent to 2^(exponent + 30), or of the inverse distances; `nil` where f·d is not finite,
  /// or where doubles cannot tell the point from the end.
  private func size(_ exponent: Int, _ body: (Double) -> Double) -> Double? {
    var largest = 0.0
    var power = Double(
      sign: .plus, exponent: end.isFinite ? -exponent : exponent, significand: 1)
    let factor = end.isFinite ? 0.5 : 2
    for step in 0..<GrowthTest.points {
      // Between 1 and 2.
      let significand = Double(step * 618 % 1000 + 1000) / 1000
      let distance = power * significand
      power *= factor
      let z = (end.isFinite ? end : centre) + (isUpper == end.isFinite ? -distance : distance)
      guard z.isFinite, z != end else { return nil }
      let size = abs(body(z)) * distance
      guard size.isFinite else { return nil }
      largest = max(largest, size)
    }
    return largest
  }
}
