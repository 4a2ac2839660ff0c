// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution of z = location + scale·ε, ε noise without parameters.
public protocol LocationScaleDistribution: TailDistribution, LocationScaleParameters {
  /// The distribution of ε.
  static var noise: BaseNoise { get }
}

extension LocationScaleDistribution {
  /// That of the noise, moved.
  public var support: Interval {
    Self.noise.isPositive ? Interval(uncheckedLower: location, upper: .infinity) : .real
  }

  /// The location.
  public var mode: Double { location }

  /// Location + scale times the quantile of the noise.
  public func quantile(_ p: Double) -> Double {
    (0...1).contains(p) ? location + scale * Self.noise.quantile(p) : .nan
  }

  /// z = location + scale·ε.
  public var reparameterization: Reparameterization? {
    Reparameterization(noise: Self.noise, location: location, scale: scale)
  }

  /// (z − location)/scale.
  func standardized(_ z: Double) -> Double {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).head
  }
}
