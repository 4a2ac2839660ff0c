// SPDX-License-Identifier: GPL-3.0-or-later

/// The log-normal distribution: that of exp(y), y ~ N(μ, σ²).
public struct LogNormal: TailDistribution, Hashable {
  /// μ, the mean of log z.
  public let location: Double

  /// σ, the standard deviation of log z.
  public let scale: Double

  /// The log density.
  public let formula: Formula

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - location: μ, the mean of log z, finite.
  ///   - scale: σ, the standard deviation of log z, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(location: Double, scale: Double) throws(DistributionError) {
    self.location = try DistributionError.requireFinite(
      location, "the location of a log-normal distribution")
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a log-normal distribution")
    formula = LogNormal.density.logDensity(.latent, [.number(location), .number(scale)])
  }

  /// (log z − μ)/σ.
  private func standardized(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z).applying(.log) - DoubleDouble(location)) / DoubleDouble(scale)
  }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// exp(μ + σ²/2); ∞ where that is above the largest double.
  public var mean: Double { exponential(location + scale * scale / 2) }

  /// exp(2μ + σ²)(exp(σ²) − 1); ∞ where that is above the largest double.
  public var variance: Double {
    let square = scale * scale
    return exponential(2 * location + square) * exponentialMinusOne(square)
  }

  /// exp(μ − σ²).
  public var mode: Double { exponential(location - scale * scale) }

  /// ½ + ½ log 2π + log σ + μ.
  public var entropy: Double { 0.5 + DoubleDouble.halfLogTwoPi.head + logarithm(scale) + location }

  /// log Φ((log z − μ)/σ).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    NormalTail.logUpperTail(-standardized(z))
  }

  /// log(1 − Φ((log z − μ)/σ)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    NormalTail.logUpperTail(standardized(z))
  }

  /// The rounding of log z, multiplied by the hazard rate, is among it.
  public var tailError: Double { 4e-16 * max(1, 1 / scale) }
}

extension LogNormal: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "lognormal(\(location), \(scale))" }
}

extension LogNormal {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try LogNormal(location: values[0], scale: values[1])
  }

  /// −½((log x − μ)/σ)² − log x − log σ − ½ log 2π.
  static let density = DensityFamily(
    name: "lognormal", parameters: [.init("mu", .real), .init("sigma", .positive)]
  ) { x, p in
    let log = x.applying(.log)
    return
      (-0.5 * ((log - p[0]) / p[1]).applying(.square) - log - p[1].applying(.log)
      - .constant(.halfLogTwoPi)).restricted(toPositive: x)
  }

  /// exp(−(log z)²/(2σ²)).
  public var lowerTail: Tail { upperTail }

  /// exp(−(log z)²/(2σ²)).
  public var upperTail: Tail { .squaredLogarithm(coefficient: 0.5 / (scale * scale)) }

  /// (μ/σ² − 1, −1/(2σ²)) for (log z, (log z)²).
  public var naturalParameters: [NaturalParameter] {
    let square = scale * scale
    let log = Formula.latent.applying(.log)
    return [
      .logarithm(location / square - 1),
      NaturalParameter("(log z)^2", log.applying(.square), -0.5 / square),
    ]
  }
}
