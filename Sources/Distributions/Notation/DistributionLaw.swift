// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution on the line, or of counts: what a spec that may be either describes.
public enum DistributionLaw: Sendable {
  /// With a density.
  case line(any Distribution)
  /// With probabilities of counts.
  case counts(CountDistribution)
}

extension DistributionLaw: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String {
    switch self {
    case .line(let distribution): "\(distribution)"
    case .counts(let distribution): "\(distribution)"
    }
  }
}
