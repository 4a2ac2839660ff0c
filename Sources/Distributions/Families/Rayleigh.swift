// SPDX-License-Identifier: GPL-3.0-or-later

/// The Rayleigh distribution with density (z/σ²) exp(−z²/(2σ²)) on z > 0: that of the length of a vector of
/// two independent N(0, σ²).
public struct Rayleigh: TailDistribution, Hashable {
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
      scale, "the scale of a Rayleigh distribution")
    formula = Rayleigh.density.logDensity(.latent, [.number(scale)])
  }

  /// (0, ∞).
  public var support: Interval { .positive }

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

  /// σ√(−2 log(1 − p)).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return scale * (-2 * logarithm(onePlus: -p)).squareRoot()
  }

  /// z = σε.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .rayleigh, location: 0, scale: scale)
  }
}

extension Rayleigh: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "rayleigh(\(scale))" }
}

extension Rayleigh {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try Rayleigh(scale: values[0])
  }

  /// log x − 2 log σ − ½(x/σ)².
  static let density = DensityFamily(
    name: "rayleigh", parameters: [.init("sigma", .positive)]
  ) { x, p in
    (x.applying(.log) - 2 * p[0].applying(.log) - 0.5 * (x / p[0]).applying(.square))
      .restricted(toPositive: x)
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
