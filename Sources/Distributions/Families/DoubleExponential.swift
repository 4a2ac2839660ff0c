// SPDX-License-Identifier: GPL-3.0-or-later

/// The double exponential (Laplace) distribution with density exp(−|z − μ|/σ)/(2σ).
public struct DoubleExponential: TailDistribution, Hashable {
  /// μ.
  public let location: Double

  /// σ.
  public let scale: Double

  /// The log density.
  public let formula: Formula

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(location: Double, scale: Double) throws(DistributionError) {
    self.location = try DistributionError.requireFinite(
      location, "the location of a double exponential distribution")
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a double exponential distribution")
    formula = DoubleExponential.density.logDensity(.latent, [.number(location), .number(scale)])
  }

  /// (z − μ)/σ.
  private func standardized(_ z: Double) -> Double {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).head
  }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// μ.
  public var mean: Double { location }

  /// 2σ².
  public var variance: Double { 2 * scale * scale }

  /// μ.
  public var mode: Double { location }

  /// 1 + log 2σ.
  public var entropy: Double { 1 + logarithm(2) + logarithm(scale) }

  /// log ½ + (z − μ)/σ below μ.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    logUpperTail(-standardized(z))
  }

  /// log ½ − (z − μ)/σ above μ.
  public func logSurvival(_ z: Double) -> DoubleDouble {
    logUpperTail(standardized(z))
  }

  /// log P((z′ − μ)/σ > t).
  private func logUpperTail(_ t: Double) -> DoubleDouble {
    t > 0
      ? DoubleDouble(-t) - .log(2) : DoubleDouble(logarithm(onePlus: -0.5 * exponential(t)))
  }

  /// μ + σ log 2p below the median, μ − σ log(2 − 2p) above.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return p < 0.5
      ? location + scale * logarithm(2 * p) : location - scale * logarithm(2 * (1 - p))
  }

  /// z = μ + σε.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .doubleExponential, location: location, scale: scale)
  }
}

extension DoubleExponential: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "double_exponential(\(location), \(scale))" }
}

extension DoubleExponential {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try DoubleExponential(location: values[0], scale: values[1])
  }

  /// −|x − μ|/σ − log 2σ.
  static let density = DensityFamily(
    name: "double_exponential", parameters: [.init("mu", .real), .init("sigma", .positive)]
  ) { x, p in
    -((x - p[0]) / p[1]).applying(.magnitude) - p[1].applying(.log) - .constant(.log(2))
  }

  /// exp(−|z|/σ).
  public var lowerTail: Tail { upperTail }

  /// exp(−z/σ).
  public var upperTail: Tail { .stretched(coefficient: 1 / scale, order: 1) }

  /// −1/σ for |z − μ|, the location fixed.
  public var naturalParameters: [NaturalParameter] {
    let distance = (Formula.latent - .number(location)).applying(.magnitude)
    return [NaturalParameter("|z - \(location)|", distance, -1 / scale)]
  }
}
