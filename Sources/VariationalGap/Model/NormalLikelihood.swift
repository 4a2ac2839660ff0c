// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// x | z ~ N(z, σ²): the latent, observed with normal noise.
public struct NormalLikelihood: Likelihood, Hashable {
  /// σ, in units of x.
  public let standardDeviation: Double

  /// x | z ~ N(z, 1), the likelihood of the exercise sheet.
  public static let unit = NormalLikelihood(unchecked: 1)

  /// Makes the likelihood.
  ///
  /// - Parameter standardDeviation: σ, positive and finite.
  /// - Throws: `DistributionError` for any other σ.
  public init(standardDeviation: Double) throws(DistributionError) {
    self.standardDeviation =
      try Normal(mean: 0, standardDeviation: standardDeviation).standardDeviation
  }

  private init(unchecked standardDeviation: Double) {
    self.standardDeviation = standardDeviation
  }

  /// The log density of N(z, σ²) at x.
  public func logDensity(of x: Double, given z: Double) -> Double {
    let t = (x - z) / standardDeviation
    return -0.5 * t * t - DoubleDouble.halfLogTwoPi.head - logarithm(standardDeviation)
  }

  /// The log density of N(z, σ²) at x.
  public func formula(of x: Double) -> Formula {
    Normal.family.density.logDensity(.number(x), [.latent, .number(standardDeviation)])
  }

  /// That of N(x, σ²) at z: x and z are interchangeable.
  public func exponent(of x: Double) -> QuadraticExponent? {
    (try? Normal(mean: x, standardDeviation: standardDeviation))?.exponent
  }
}
