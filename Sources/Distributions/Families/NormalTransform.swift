// SPDX-License-Identifier: GPL-3.0-or-later

/// The distribution of an increasing function of y ~ N(μ, σ²), such as exp or the inverse of logit.
protocol NormalTransform: TailDistribution, LocationScaleParameters {
  /// (y − μ)/σ at z.
  func standardized(_ z: Double) -> DoubleDouble
}

extension NormalTransform {
  /// log Φ((y − μ)/σ).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    NormalTail.logUpperTail(-standardized(z))
  }

  /// log(1 − Φ((y − μ)/σ)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    NormalTail.logUpperTail(standardized(z))
  }

  /// The rounding of y, multiplied by the hazard rate, is among it.
  public var tailError: Double { 4e-16 * max(1, 1 / scale) }

  /// exp(−y²/(2σ²)), where y is the logarithm of the distance to the end.
  public var lowerTail: Tail { upperTail }

  /// exp(−y²/(2σ²)), where y is the logarithm of the distance to the end, or of z.
  public var upperTail: Tail { .squaredLogarithm(coefficient: 0.5 / (scale * scale)) }
}
