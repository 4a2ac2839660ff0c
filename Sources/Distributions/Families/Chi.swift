// SPDX-License-Identifier: GPL-3.0-or-later

/// The χ distribution of ν degrees of freedom: that of √y, y ~ ``ChiSquare``.
public struct Chi: TailDistribution, ParametricDistribution {
  /// That of x² under χ², and log 2x.
  public static let family = Family(
    of: Chi.self, "chi", "a chi distribution", .positive("nu", "number of degrees of freedom"),
    intervals: .gamma(power: 2) { p in
      0.5 * p[0]
    } standardized: { x, p in
      0.5 * x.applying(.square)
    } logarithm: { x, p in
      2 * x.applying(.log) - .constant(.log(2))
    }
  ) { x, p in
    (Gamma.logDensity(of: x.applying(.square), shape: 0.5 * p[0], rate: 0.5) + x.applying(.log)
      + .constant(.log(2))).restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    self.values = values
    square = Gamma(values: Gamma.family.values(unchecked: [values[0] / 2, 0.5]))
  }

  /// The distribution of z².
  private let square: Gamma

  /// ν.
  public var degreesOfFreedom: Double { values[0] }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// √(ν − 1), or the end 0, where the density is unbounded for ν < 1.
  public var mode: Double { max(0, degreesOfFreedom - 1).squareRoot() }

  /// √2 Γ((ν + 1)/2)/Γ(ν/2).
  public var mean: Double {
    let half = DoubleDouble(degreesOfFreedom / 2)
    return exponential(half.logGammaIncrement(DoubleDouble(0.5)).head) * 2.0.squareRoot()
  }

  /// log P(½ν, ½z²), P the incomplete gamma function.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    guard z < 1e-100 else { return square.logCumulative(z * z) }
    // (½z²)^(ν/2)/Γ(½ν + 1), whose square may underflow.
    let half = DoubleDouble(degreesOfFreedom / 2)
    return (DoubleDouble.log(z) * 2 - .log(2)) * half - (half + DoubleDouble(1)).logGamma
  }

  /// log Q(½ν, ½z²).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    z < 1e-100
      ? logarithm(oneMinusExpOfMinus: -logCumulative(z).head) : square.logSurvival(z * z)
  }

  /// That of the incomplete gamma function.
  public var tailError: Double { square.tailError }

  /// z^(ν−1).
  public var lowerTail: Tail { .powerLaw(exponent: degreesOfFreedom - 1) }

  /// exp(−z²/2).
  public var upperTail: Tail { .stretched(coefficient: 0.5, order: 2) }
}
