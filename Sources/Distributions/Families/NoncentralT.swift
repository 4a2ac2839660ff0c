// SPDX-License-Identifier: GPL-3.0-or-later

/// The noncentral t distribution: that of (x + δ)/√(y/ν), x ~ N(0, 1), y ~ ``ChiSquare`` of ν degrees of freedom.
public struct NoncentralT: ParametricDistribution {
  /// log Γ(½(ν + 1)) − log Γ(½ν) − ½ log νπ − r(½(ν + 1)) − ½(ν + 1) log(1 + x²/ν) − ½δ²/(1 + x²/ν) + Q(a),
  /// a = δx/√(x² + ν), for a ν that is a number, rounded to a double: with r, Stirling's remainder, and Q, the logarithm of
  /// ∫₀^∞ yᵛ exp(−½(y − a)²) dy in ``ElementaryFunction/logTiltedMoment(order:)``, Student's density where δ is 0.
  public static let family = Family(
    of: NoncentralT.self, "noncentral_t", "a noncentral t distribution",
    Family.Parameter("nu", .positive, "number of degrees of freedom", isFixed: true),
    .real("delta", "noncentrality")
  ) { x, p in
    guard let nu = (p[0].constantValue?.head).map(DoubleDouble.init) else { return .number(.nan) }
    let half = nu * 0.5
    let count = half + DoubleDouble(0.5)
    let constant =
      half.logGammaIncrement(DoubleDouble(0.5)) - half.applying(.log) * 0.5
      - DoubleDouble.halfLogTwoPi - count.applying(.stirlingRemainder)
    let ratio = x / .constant(nu.applying(.squareRoot))
    let growth = 1 + ratio.applying(.square)
    let place = p[1] * (ratio / growth.applying(.squareRoot))
    let fall = ratio.applying(.square).applying(.logOnePlus)
    // In two terms both factors are doubles, and no sum of 31 digits.
    return .constant(constant) - .constant(half) * fall - 0.5 * fall
      - p[1].applying(.square) * (0.5 / growth) + place.applying(.logTiltedMoment(order: nu.head))
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// ν.
  public var degreesOfFreedom: Double { values[0] }

  /// δ.
  public var noncentrality: Double { values[1] }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// |z|^−(ν+1).
  public var lowerTail: Tail { upperTail }

  /// z^−(ν+1).
  public var upperTail: Tail { .powerLaw(exponent: degreesOfFreedom + 1) }
}
