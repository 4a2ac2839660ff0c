// SPDX-License-Identifier: GPL-3.0-or-later

/// The Rayleigh distribution with density (z/σ²) exp(−z²/(2σ²)) on z > 0: that of the length of a vector of
/// two independent N(0, σ²).
public struct Rayleigh: LocationScaleDistribution {
  /// log x − 2 log σ − ½(x/σ)².
  public static let family = Family(
    of: Rayleigh.self, "rayleigh", "a Rayleigh distribution", .positive("sigma", "scale"),
    intervals: .exponential(start: IntervalProbability.positive) { x, p in
      0.5 * (x / p[0]).applying(.square)
    } logarithm: { x, p in
      2 * (x.applying(.log) - p[0].applying(.log)) - .constant(.log(2))
    } logDifference: { a, b, p in
      (b - a).applying(.log) + (a + b).applying(.log) - 2 * p[0].applying(.log) - .constant(.log(2))
    }
  ) { x, p in
    (x.applying(.log) - 2 * p[0].applying(.log) - 0.5 * (x / p[0]).applying(.square))
      .restricted(toPositive: x)
  }

  /// ε of scale 1.
  public static let noise = BaseNoise.rayleigh

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
    values = try Rayleigh.family.values([scale])
  }

  /// σ√(π/2).
  public var mean: Double { scale * (Double.pi / 2).squareRoot() }

  /// σ²(4 − π)/2.
  public var variance: Double { scale * scale * (2 - Double.pi / 2) }

  /// σ.
  public var mode: Double { scale }

  /// 1 + log(σ/√2) + γ/2.
  public var entropy: Double { 1 + logarithm(scale) - 0.5 * logarithm(2) + eulerGamma / 2 }

  /// log(1 − exp(−½(z/σ)²)).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    let t = z / scale
    // Below 1e-20 the probability is ½t², which may underflow.
    if t < 1e-20 { return (DoubleDouble.log(z) - .log(scale)) * 2 - .log(2) }
    return logarithm(oneMinusExpOfMinus: 0.5 * t * t)
  }

  /// −½(z/σ)².
  public func logSurvival(_ z: Double) -> DoubleDouble {
    let t = DoubleDouble(z) / DoubleDouble(scale)
    return t * t * -0.5
  }

  /// z.
  public var lowerTail: Tail { .powerLaw(exponent: 1) }

  /// exp(−z²/(2σ²)).
  public var upperTail: Tail { .stretched(coefficient: 0.5 / (scale * scale), order: 2) }

  /// (1, −1/(2σ²)) for (log z, z²).
  public var naturalParameters: [NaturalParameter] {
    [.logarithm(1), .square(-0.5 / (scale * scale))]
  }
}
