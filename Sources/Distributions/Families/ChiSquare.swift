// SPDX-License-Identifier: GPL-3.0-or-later

/// The χ² distribution of ν degrees of freedom: ``Gamma`` of shape ν/2 and rate ½.
public struct ChiSquare: TailDistribution, Hashable {
  /// ν.
  public let degreesOfFreedom: Double

  /// The log density.
  public let formula: Formula

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: ν, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(degreesOfFreedom: Double) throws(DistributionError) {
    self.degreesOfFreedom = try DistributionError.requirePositive(
      degreesOfFreedom, "the number of degrees of freedom of a chi-square distribution")
    formula = ChiSquare.density.logDensity(.latent, [.number(degreesOfFreedom)])
  }

  private var half: Double { degreesOfFreedom / 2 }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// ν.
  public var mean: Double { degreesOfFreedom }

  /// 2ν.
  public var variance: Double { 2 * degreesOfFreedom }

  /// ν − 2, or the end 0, where the density is unbounded for ν < 2.
  public var mode: Double { max(0, degreesOfFreedom - 2) }

  /// ν/2 + log 2 + log Γ(ν/2) + (1 − ν/2)ψ(ν/2), as in ``Gamma``.
  public var entropy: Double {
    (0.5 - half) * digammaExcess(half) + 0.5 * digamma(half)
      + DoubleDouble.halfLogTwoPi.head + stirlingRemainder(half) + logarithm(2)
  }

  /// log P(ν/2, z/2), P the incomplete gamma function.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(IncompleteGamma.logLower(half, .product(0.5, z)))
  }

  /// log Q(ν/2, z/2).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(IncompleteGamma.logUpper(half, .product(0.5, z)))
  }

  /// That of the incomplete gamma function.
  public var tailError: Double { 2e-14 }
}

extension ChiSquare: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "chi_square(\(degreesOfFreedom))" }
}

extension ChiSquare {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try ChiSquare(degreesOfFreedom: values[0])
  }

  /// (ν/2 − 1) log x − x/2 − (ν/2) log 2 − log Γ(ν/2).
  static let density = DensityFamily(
    name: "chi_square", parameters: [.init("nu", .positive)]
  ) { x, p in
    Gamma.logDensity(of: x, shape: 0.5 * p[0], rate: 0.5)
  }

  /// z^(ν/2−1).
  public var lowerTail: Tail { .powerLaw(exponent: degreesOfFreedom / 2 - 1) }

  /// exp(−z/2).
  public var upperTail: Tail { .stretched(coefficient: 0.5, order: 1) }

  /// (ν/2 − 1, −½) for (log z, z).
  public var naturalParameters: [NaturalParameter] {
    [.logarithm(half - 1), .linear(-0.5)]
  }
}
