// SPDX-License-Identifier: GPL-3.0-or-later

/// A member of a family, with the parameters that it is known by: what a spec such as `gamma(2, 1)`
/// or `normal(0, 1) T[0, ]` says.
public struct FamilyMember: Sendable {
  /// The family.
  public let family: Family

  /// The parameters, in the family's order.
  public let parameters: [Double]

  /// What the member is truncated to, if it is.
  public let truncation: Interval?

  /// The distribution.
  public let distribution: any Distribution

  /// Makes a member.
  ///
  /// - Throws: ``DistributionError`` for parameters outside their domain, or a truncation that leaves
  ///   no mass.
  public init(
    of family: Family, parameters: [Double], truncation: Interval? = nil
  ) throws(DistributionError) {
    self.family = family
    self.parameters = parameters
    self.truncation = truncation
    let base = try family(parameters)
    distribution =
      if let truncation { try FamilyMember.truncate(base, to: truncation) } else { base }
  }

  private static func truncate(
    _ base: some Distribution, to interval: Interval
  ) throws(DistributionError) -> any Distribution {
    try Truncated(base, to: interval)
  }

  /// The member of the same family, truncated alike, with other parameters.
  ///
  /// - Throws: ``DistributionError``.
  public func with(_ parameters: [Double]) throws(DistributionError) -> FamilyMember {
    try FamilyMember(of: family, parameters: parameters, truncation: truncation)
  }
}

extension FamilyMember: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "\(distribution)" }
}
