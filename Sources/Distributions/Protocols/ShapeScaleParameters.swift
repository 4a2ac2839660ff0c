// SPDX-License-Identifier: GPL-3.0-or-later

/// A member of a family with a shape and a scale.
public protocol ShapeScaleParameters: ParametricDistribution {}

extension ShapeScaleParameters {
  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - shape: the first parameter, positive and finite.
  ///   - scale: the second parameter, in units of z, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(shape: Double, scale: Double) throws(DistributionError) {
    try self.init(values: Self.family.values([shape, scale]))
  }

  /// The first parameter.
  public var shape: Double { values[0] }

  /// The second parameter, in units of z.
  public var scale: Double { values[1] }
}
