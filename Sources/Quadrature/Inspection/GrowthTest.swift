// SPDX-License-Identifier: GPL-3.0-or-later

/// A test of whether an integral diverges at an end: there, the integrand times the distance does not fall.
///
/// ∫ f dz is ∫ f·d d(log d), with d the distance from a finite end, or from the centre towards an infinite one.
/// It diverges where f·d stays as large however far log d goes. The sizes of |f|·d at distances of about
/// 10^±90 and 10^±145 (whose squares are doubles) are compared; a fall by less than one in a thousand, a power of
/// d below 8e-6, is taken for none. Where the integrand over- or underflows there, the distances are a half or a quarter
/// of these powers; next to a finite end that is not 0 doubles go no nearer than its last digits, and distances of 2⁶ to 2¹⁵
/// of them are compared with those a million times as large. It is a test on sixty points, or three times as many, not a proof,
/// and knows nothing of cancellation.
struct GrowthTest {
  /// The end: an infinity, or a finite number.
  let end: Double
  /// What the distance is measured from, where the end is infinite.
  let centre: Double
  /// Whether the integrand lies below the end.
  let isUpper: Bool
  /// The length of the interval.
  let reach: Double

  /// The binary exponents at which |f|·d is compared, the first pair where it is neither 0 nor too large.
  private static let exponents: [(middle: Int, last: Int)] = [(300, 480), (150, 240), (75, 120)]
  private static let points = 30
  /// The same in units of the last place, for an end that is not 0, and the number of points.
  private static let (digits, fewPoints) = ((middle: 35, last: 15), 10)
  /// What is left of log d within doubles, beyond the last of the distances.
  private static let restOfDoubles = 375.0

  /// Whether the integrand fails the test.
  ///
  /// - Parameters:
  ///   - allowed: the absolute error that matters.
  ///   - body: the integrand. Where it is not finite, nothing is said.
  func failed(by body: (Double) -> Double, allowed: Double) -> Bool {
    guard !end.isFinite || end == 0 else {
      let place = Int(end.ulp.exponent)
      return failed(
        middle: place + GrowthTest.digits.middle, last: place + GrowthTest.digits.last,
        GrowthTest.fewPoints, by: body, allowed: allowed) ?? false
    }
    for exponents in GrowthTest.exponents {
      let sign = end.isFinite ? -1 : 1
      if let failed = failed(
        middle: sign * exponents.middle, last: sign * exponents.last, GrowthTest.points, by: body,
        allowed: allowed)
      {
        return failed
      }
    }
    return false
  }

  /// Whether it fails between distances; `nil` where f·d is 0 or not finite at the last.
  private func failed(
    middle: Int, last: Int, _ points: Int, by body: (Double) -> Double, allowed: Double
  ) -> Bool? {
    guard let last = size(last, points, body), last > 0 else { return nil }
    guard last * GrowthTest.restOfDoubles > allowed, let middle = size(middle, points, body) else {
      return false
    }
    return last >= 0.999 * middle
  }

  /// The largest |f|·d at so many distances from 2^exponent on, each twice the last towards an infinite end, or half of it; `nil` where
  /// f·d is not finite, or where doubles cannot tell the point from the end, or it is not in the interval.
  private func size(_ exponent: Int, _ points: Int, _ body: (Double) -> Double) -> Double? {
    var largest = 0.0
    var power = Double(sign: .plus, exponent: exponent, significand: 1)
    let factor = end.isFinite ? 0.5 : 2
    for step in 0..<points {
      // Between 1 and 2.
      let significand = Double(step * 618 % 1000 + 1000) / 1000
      let distance = power * significand
      power *= factor
      let z = (end.isFinite ? end : centre) + (isUpper == end.isFinite ? -distance : distance)
      guard z.isFinite, z != end, !end.isFinite || distance <= reach else { return nil }
      let size = abs(body(z)) * (end.isFinite ? abs(z - end) : distance)
      guard size.isFinite else { return nil }
      largest = max(largest, size)
    }
    return largest
  }
}
