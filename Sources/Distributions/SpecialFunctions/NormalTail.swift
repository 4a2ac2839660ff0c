// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// The tail of the standard normal distribution, with density φ and upper tail Q(t) = 1 − Φ(t).
///
/// Each function is within 1e-15, in relative terms, of the truth on the whole table in
/// Tests/Fixtures, t from −35 to 10⁸. (GSL's `gsl_sf_hazard` is off by 1e-13 on (15, 25).)
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
    // 1/(t + 2/(t + 3/(t + …))), from the back; the error falls like exp(−2t√n).
    var depth = 20 + 480 / (t * t)
    var fraction = 0.0
    while depth >= 1 {
      let k = depth.rounded(.down)
      fraction = k / (t + fraction)
      depth -= 1
    }
    return fraction
  }

  /// log Q(t).
  package static func logUpperTail(_ t: Double) -> Double { logUpperTail(DoubleDouble(t)).head }

  /// log Q(t), with an absolute error below 1e-15 for t > −1 and a relative one below.
  package static func logUpperTail(_ t: DoubleDouble) -> DoubleDouble {
    if t.head < -1 { return DoubleDouble(Double.log(onePlus: -upperTail(-t))) }
    if t.head < 1 { return .log(0.5 * Double.erfc(t.head * rootOfHalf)) }
    return logDensity(t) + .log(millsRatio(t.head))
  }

  /// Q(t) for t ≥ 1.
  private static func upperTail(_ t: DoubleDouble) -> Double {
    exponential(logDensity(t)) * millsRatio(t.head)
  }

  /// log φ(t) = −½t² − ½ log 2π.
  static func logDensity(_ t: DoubleDouble) -> DoubleDouble { t * t * -0.5 - .halfLogTwoPi }

  /// √(π/2) exp(t²/2) erfc(t/√2), for t < 1.
  private static func scaledTail(_ t: Double) -> Double {
    // At t = −35 the rounding of t² alone would cost three digits.
    exponential(DoubleDouble.product(t, t) * 0.5) * (1.2533141373155003 * erfcOfScaled(t))
  }

  private static func erfcOfScaled(_ t: Double) -> Double { Double.erfc(t * rootOfHalf) }

  private static let rootOfHalf = 0.7071067811865476
}
