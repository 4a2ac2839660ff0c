// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// The tail of the standard normal distribution, with density φ and upper tail Q(t) = 1 − Φ(t).
///
/// GSL's `gsl_sf_hazard` is off by 1e-13 on (15, 25); these are within 2e-15 in relative terms of
/// ball arithmetic on the whole table in Tests/Fixtures.
///
/// Source of the continued fraction: Laplace; *NIST Handbook of Mathematical Functions*, 7.9.3.
package enum NormalTail {
  /// Mills' ratio Q(t)/φ(t); +∞ below about −37.5.
  package static func millsRatio(_ t: Double) -> Double {
    t < 1 ? scaledTail(t) : 1 / (t + hazardExcess(t))
  }

  /// φ(t)/Q(t) − t: positive, and about 1/t for large t, where the difference itself has no digits.
  package static func hazardExcess(_ t: Double) -> Double {
    guard t >= 1 else { return 1 / scaledTail(t) - t }
    // 1/(t + 2/(t + 3/(t + …))), from the back; the error falls like exp(−2t√(2n)).
    var depth = 20 + 500 / (t * t)
    var fraction = 0.0
    while depth >= 1 {
      let k = depth.rounded(.down)
      fraction = k / (t + fraction)
      depth -= 1
    }
    return fraction
  }

  /// log Q(t).
  package static func logUpperTail(_ t: Double) -> Double {
    if t < -1 { return Double.log(onePlus: -0.5 * Double.erfc(-t * 0.5.squareRoot())) }
    if t < 1 { return Double.log(0.5 * Double.erfc(t * 0.5.squareRoot())) }
    let square = DoubleDouble.product(t, t) * -0.5
    return (square - .halfLogTwoPi + .log(millsRatio(t))).head
  }

  /// log P(a < z < b) for the standard normal distribution.
  package static func logProbability(from a: Double, to b: Double) -> Double {
    guard a < b else { return -.infinity }
    // By symmetry in the upper tail, where both ends have the accurate form.
    if a < 0 && b <= 0 { return logProbability(from: -b, to: -a) }
    if a >= 0 { return logarithmOfDifference(logUpperTail(a), logUpperTail(b)) }
    let outside = exponential(logUpperTail(-a)) + exponential(logUpperTail(b))
    return outside < 0.5
      ? Double.log(onePlus: -outside)
      : Double.log(0.5 * (Double.erf(b * 0.5.squareRoot()) - Double.erf(a * 0.5.squareRoot())))
  }

  private static func scaledTail(_ t: Double) -> Double {
    (Double.pi / 2).squareRoot() * Double.exp(t * t / 2) * Double.erfc(t * 0.5.squareRoot())
  }
}
