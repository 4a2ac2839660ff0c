// SPDX-License-Identifier: GPL-3.0-or-later

/// The χ² distribution of ν degrees of freedom: ``Gamma`` of shape ν/2 and rate ½.
public struct ChiSquare: TailDistribution, ParametricDistribution {
  /// (ν/2 − 1) log x − x/2 − (ν/2) log 2 − log Γ(ν/2).
  public static let family = Family(
    of: ChiSquare.self, "chi_square", "a chi-square distribution",
    .positive("nu", "number of degrees of freedom")
  ) { x, p in
    Gamma.logDensity(of: x, shape: 0.5 * p[0], rate: 0.5)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  private let gamma: Gamma

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    self.values = values
    gamma = Gamma(values: Gamma.family.values(unchecked: [values[0] / 2, 0.5]))
  }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: ν, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(degreesOfFreedom: Double) throws(DistributionError) {
    try self.init(values: ChiSquare.family.values([degreesOfFreedom]))
  }

  /// ν.
  public var degreesOfFreedom: Double { values[0] }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// ν.
  public var mean: Double { gamma.mean }

  /// 2ν.
  public var variance: Double { gamma.variance }

  /// ν − 2, or the end 0, where the density is unbounded for ν < 2.
  public var mode: Double { gamma.mode }

  /// ν/2 + log 2 + log Γ(ν/2) + (1 − ν/2)ψ(ν/2).
  public var entropy: Double { gamma.entropy }

  /// log P(ν/2, z/2), P the incomplete gamma function.
  public func logCumulative(_ z: Double) -> DoubleDouble { gamma.logCumulative(z) }

  /// log Q(ν/2, z/2).
  public func logSurvival(_ z: Double) -> DoubleDouble { gamma.logSurvival(z) }

  /// That of the incomplete gamma function.
  public var tailError: Double { gamma.tailError }

  /// z^(ν/2−1).
  public var lowerTail: Tail { gamma.lowerTail }

  /// exp(−z/2).
  public var upperTail: Tail { gamma.upperTail }

  /// (ν/2 − 1, −½) for (log z, z).
  public var naturalParameters: [NaturalParameter] { gamma.naturalParameters }
}
