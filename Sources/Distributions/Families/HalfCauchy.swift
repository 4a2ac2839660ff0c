// SPDX-License-Identifier: GPL-3.0-or-later

/// The half-Cauchy distribution of |y|, y ~ Cauchy(0, σ), with density 2/(πσ(1 + (z/σ)²)) on z > 0.
public struct HalfCauchy: LocationScaleDistribution {
  /// log 2 − log π − log σ − log(1 + (x/σ)²).
  public static let family = Family(
    of: HalfCauchy.self, "half_cauchy", "a half-Cauchy distribution", .positive("sigma", "scale"),
    intervals: .cauchy(start: IntervalProbability.positive, isFolded: true) { x, p in
      x / p[0]
    } width: { a, b, p in
      (b - a) / p[0]
    }
  ) { x, p in
    (-(x / p[0]).applying(.square).applying(.logOnePlus) - p[0].applying(.log)
      - .constant(.logPi - .log(2))).restricted(toPositive: x)
  }

  /// ε of scale 1.
  public static let noise = BaseNoise.halfCauchy

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - scale: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(scale: Double) throws(DistributionError) {
    values = try HalfCauchy.family.values([scale])
  }

  /// log 2 − log π − log σ − log(1 + (z/σ)²).
  public func logDensity(_ z: Double) -> Double {
    guard support.contains(z) else { return z.isNaN ? .nan : -.infinity }
    return CauchyTail.logKernel(z / scale) - logarithm(scale)
      + (DoubleDouble.log(2) - .logPi).head
  }

  /// ∞.
  public var mean: Double { .infinity }

  /// NaN: undefined, as the mean is infinite.
  public var variance: Double { .nan }

  /// log 2πσ.
  public var entropy: Double { 2 * DoubleDouble.halfLogTwoPi.head + logarithm(scale) }

  /// log((2/π) arctan(z/σ)).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    let t = z / scale
    // Below 1e-100 arctan t is t, and t itself may underflow.
    if t < 1e-100 { return .log(z) - .log(scale) + .log(2) - .logPi }
    return t < 1
      ? .log(CauchyTail.upperTail(1 / t)) + .log(2)
      : DoubleDouble(logarithm(onePlus: -2 * CauchyTail.upperTail(t)))
  }

  /// log((2/π) arctan(σ/z)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    let t = z / scale
    if t > 1e100 { return .log(scale) - .log(z) + .log(2) - .logPi }
    return t < 1
      ? DoubleDouble(logarithm(onePlus: -2 * CauchyTail.upperTail(1 / t)))
      : .log(CauchyTail.upperTail(t)) + .log(2)
  }

  /// Positive at 0.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// z⁻².
  public var upperTail: Tail { .powerLaw(exponent: 2) }
}
