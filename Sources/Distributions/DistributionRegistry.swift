// SPDX-License-Identifier: GPL-3.0-or-later

/// The families that a spec can name.
public enum DistributionRegistry {
  /// Every family, in the order in which they are listed to people.
  public static let families: [DistributionFamily] = [
    Exponential.family,
    HalfNormal.family,
    Normal.family,
  ]

  /// The family of this name, or `nil`.
  public static func family(named name: String) -> DistributionFamily? {
    families.first { $0.name == name }
  }
}
