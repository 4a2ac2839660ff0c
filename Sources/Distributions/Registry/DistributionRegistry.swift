// SPDX-License-Identifier: GPL-3.0-or-later

/// The families that a spec can name.
public enum DistributionRegistry {
  /// Every family, in the order in which they are listed to people.
  public static let families: [DistributionFamily] = [
    Exponential.family,
    HalfNormal.family,
    Normal.family,
    Gamma.family,
    InverseGamma.family,
    LogNormal.family,
    Weibull.family,
    Beta.family,
    Uniform.family,
    StudentT.family,
    Cauchy.family,
    HalfCauchy.family,
    DoubleExponential.family,
    Logistic.family,
    Gumbel.family,
    ChiSquare.family,
    Rayleigh.family,
    Pareto.family,
    Kumaraswamy.family,
    LogLogistic.family,
  ]

  /// The family of this name, or `nil`.
  public static func family(named name: String) -> DistributionFamily? {
    families.first { $0.name == name }
  }
}
