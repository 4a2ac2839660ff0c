// SPDX-License-Identifier: GPL-3.0-or-later

/// The standard normal distribution: ``Normal`` of mean 0 and standard deviation 1.
public struct StandardNormal: EquivalentDistribution {
  /// −½x² − ½ log 2π.
  public static let family = Family(
    of: StandardNormal.self, "std_normal", "the standard normal distribution",
    intervals: .normal(location: { _ in (0, 1) })
  ) { x, p in
    Normal.family.logDensity(of: x, [0, 1])
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// The same distribution in other parameters.
  public let equivalent: Normal

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    self.values = values
    equivalent = .standard
  }
}
