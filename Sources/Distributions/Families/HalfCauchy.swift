// SPDX-License-Identifier: GPL-3.0-or-later

/// The half-Cauchy distribution of |y|, y ~ Cauchy(0, σ), with density 2/(πσ(1 + (z/σ)²)) on z > 0.
public struct HalfCauchy: TailDistribution, Hashable {
  /// σ.
  public let scale: Double

  /// The log density.
  public let formula: Formula

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - scale: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(scale: Double) throws(DistributionError) {
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a half-Cauchy distribution")
    formula = HalfCauchy.density.logDensity(.latent, [.number(scale)])
  }

  /// (0, ∞).
  public var support: Interval { .positive }

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

  /// 0, the end that the density is largest towards.
  public var mode: Double { 0 }

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

  /// σ tan(πp/2).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return scale * CauchyTail.halfQuantile(p)
  }

  /// z = σε.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .halfCauchy, location: 0, scale: scale)
  }
}

extension HalfCauchy: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "half_cauchy(\(scale))" }
}

extension HalfCauchy {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try HalfCauchy(scale: values[0])
  }

  /// log 2 − log π − log σ − log(1 + (x/σ)²).
  static let density = DensityFamily(
    name: "half_cauchy", parameters: [.init("sigma", .positive)]
  ) { x, p in
    (-(x / p[0]).applying(.square).applying(.logOnePlus) - p[0].applying(.log)
      - .constant(.logPi - .log(2))).restricted(toPositive: x)
  }

  /// Positive at 0.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// z⁻².
  public var upperTail: Tail { .powerLaw(exponent: 2) }
}
