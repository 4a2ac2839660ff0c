// SPDX-License-Identifier: GPL-3.0-or-later

/// The families that a likelihood can name: those of ``DistributionRegistry``, and discrete ones.
public enum DensityRegistry {
  /// Every family, in the order in which they are listed to people.
  public static let families: [DensityFamily] =
    DistributionRegistry.families.map(\.density) + discrete

  /// The families of counts, by Stan's names and parameters.
  ///
  /// Source: *Stan Functions Reference*, "Binary Distributions" and "Unbounded Discrete
  /// Distributions".
  public static let discrete: [DensityFamily] = [
    .bernoulli,
    .bernoulliLogit,
    .binomial,
    .binomialLogit,
    .negativeBinomial,
    .poisson,
    .poissonLog,
  ]

  /// The family of this name, or `nil`.
  public static func family(named name: String) -> DensityFamily? {
    families.first { $0.name == name }
  }
}
