// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution of counts with numbers as parameters, such as `poisson(3)` or `binomial(10, 0.3)`.
public struct CountDistribution: Sendable, Hashable {
  /// The families whose members it can be: those of ``Families/counts`` that have a law with one recurrence.
  public static let families: [Family] = [
    .bernoulli, .bernoulliLogit, .binomial, .binomialLogit, .geometric, .negativeBinomialRate,
    .negativeBinomial, .poisson, .poissonLog,
  ]

  /// The family, one of ``families``.
  public let family: Family

  /// The parameters, in the family's order.
  public let parameters: [Double]

  /// Makes a member of a family of counts.
  ///
  /// - Throws: ``DistributionError`` for parameters outside their domain, for too many or too few, or for a
  ///   family that is not one of ``families``.
  public init(of family: Family, parameters: [Double]) throws(DistributionError) {
    guard CountDistribution.families.contains(family) else {
      throw DistributionError(
        parameter: "the family of a distribution of counts", value: family.name,
        requirement: "one of \(CountDistribution.families.map(\.name).joined(separator: ", "))")
    }
    _ = try family.values(parameters)
    guard family != .geometric || parameters.first != 0 else {
      throw DistributionError(
        parameter: "the probability of a geometric distribution", value: "0",
        requirement: "above 0")
    }
    self.family = family
    self.parameters = parameters
  }

  /// log P(k), or −∞ where k is no count or has no probability.
  public func logProbability(of k: Double) -> Double {
    guard Family.Domain.count.contains(k) else { return -.infinity }
    return family.logDensity(of: .number(k), parameters.map(Formula.number)).constantValue?.head
      ?? .nan
  }
}

extension CountDistribution: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String {
    "\(family.name)(\(parameters.map { "\($0)" }.joined(separator: ", ")))"
  }
}
