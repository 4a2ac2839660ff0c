// SPDX-License-Identifier: GPL-3.0-or-later

/// A member of a ``Family`` that knows its parameters.
public protocol ParametricDistribution: Distribution, Hashable, CustomStringConvertible {
  /// The family, as a spec names it.
  static var family: Family { get }

  /// The parameters, and the log density.
  var values: Family.Values { get }

  /// Makes the member with these parameters.
  ///
  /// - Throws: ``DistributionError`` where they make no member together; each by itself lies in its domain.
  init(values: Family.Values) throws(DistributionError)
}

extension ParametricDistribution {
  /// That of the family.
  public var formula: Formula { values.formula }

  /// Exact for the library's families.
  public var normalization: Normalization {
    Families.names.contains(Self.family.name) ? .exact : .unknown
  }

  /// The distribution in Stan's notation.
  public var description: String {
    "\(Self.family.name)(\(values.parameters.map { "\($0)" }.joined(separator: ", ")))"
  }
}
