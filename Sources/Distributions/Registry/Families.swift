// SPDX-License-Identifier: GPL-3.0-or-later

/// The families that a text can name, each in the order in which they are listed to people.
public enum Families {
  /// Those on the line: of a prior, of q, and of a likelihood.
  public static let continuous: [Family] = [
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
    StandardNormal.family,
    SkewNormal.family,
    ExpModNormal.family,
    VonMises.family,
    NoncentralT.family,
    InverseGaussian.family,
    Frechet.family,
    GeneralizedExtremeValue.family,
    ParetoType2.family,
    InverseChiSquare.family,
    ScaledInverseChiSquare.family,
    Chi.family,
    BetaProportion.family,
    LogitNormal.family,
    ContinuousBernoulli.family,
  ]

  /// Those of counts, by Stan's names and parameters: of a likelihood.
  ///
  /// Source: *Stan Functions Reference*, "Binary Distributions" and "Unbounded Discrete
  /// Distributions".
  public static let counts: [Family] = [
    .bernoulli,
    .bernoulliLogit,
    .betaBinomial,
    .binomial,
    .binomialLogit,
    .geometric,
    .negativeBinomialRate,
    .negativeBinomial,
    .orderedLogistic,
    .orderedProbit,
    .poisson,
    .poissonLog,
  ]

  /// Every family.
  public static let all = continuous + counts

  /// Their names.
  static let names = Set(all.map(\.name))

  /// The family of this name, or `nil`.
  public static func named(_ name: String, among families: [Family] = all) -> Family? {
    families.first { $0.name == name }
  }
}
