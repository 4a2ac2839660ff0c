// SPDX-License-Identifier: GPL-3.0-or-later

/// The χ² distribution of ν degrees of freedom: ``Gamma`` of shape ν/2 and rate ½.
public struct ChiSquare: EquivalentDistribution {
  /// (ν/2 − 1) log x − x/2 − (ν/2) log 2 − log Γ(ν/2).
  public static let family = Family(
    of: ChiSquare.self, "chi_square", "a chi-square distribution",
    .positive("nu", "number of degrees of freedom"),
    intervals: .gamma { p in
      0.5 * p[0]
    } standardized: { x, p in
      0.5 * x
    } logarithm: { x, p in
      x.applying(.log) - .constant(.log(2))
    }
  ) { x, p in
    Gamma.logDensity(of: x, shape: 0.5 * p[0], rate: 0.5)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// The gamma distribution that it is.
  public let equivalent: Gamma

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    self.values = values
    equivalent = Gamma(values: Gamma.family.values(unchecked: [values[0] / 2, 0.5]))
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
}
