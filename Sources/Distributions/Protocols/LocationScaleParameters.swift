// SPDX-License-Identifier: GPL-3.0-or-later

/// A member of a family with a location and a scale, its last two parameters or its last one.
public protocol LocationScaleParameters: ParametricDistribution {}

extension LocationScaleParameters {
  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - location: the first parameter, finite.
  ///   - scale: the second parameter, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(location: Double, scale: Double) throws(DistributionError) {
    try self.init(values: Self.family.values([location, scale]))
  }

  /// The first of two parameters, or 0.
  public var location: Double { values.parameters.count == 1 ? 0 : values[0] }

  /// The last parameter.
  public var scale: Double { values[values.parameters.count - 1] }
}
