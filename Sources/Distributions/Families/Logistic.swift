// SPDX-License-Identifier: GPL-3.0-or-later

/// The logistic distribution with density exp(−t)/(σ(1 + exp(−t))²), t = (z − μ)/σ.
public struct Logistic: TailDistribution, Hashable {
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
      location, "the location of a logistic distribution")
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a logistic distribution")
    formula = Logistic.density.logDensity(.latent, [.number(location), .number(scale)])
  }

  /// (z − μ)/σ.
  private func standardized(_ z: Double) -> Double {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).head
  }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// −|t| − 2 log(1 + exp(−|t|)) − log σ, t = (z − μ)/σ, in which nothing overflows.
  public func logDensity(_ z: Double) -> Double {
    let t = abs(standardized(z))
    return -t - 2 * logarithm(onePlus: exponential(-t)) - logarithm(scale)
  }

  /// μ.
  public var mean: Double { location }

  /// σ²π²/3.
  public var variance: Double {
    let product = scale * Double.pi
    return product * product / 3
  }

  /// μ.
  public var mode: Double { location }

  /// 2 + log σ.
  public var entropy: Double { 2 + logarithm(scale) }

  /// −log(1 + exp(−t)).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    logUpperTail(-standardized(z))
  }

  /// −log(1 + exp(t)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    logUpperTail(standardized(z))
  }

  /// log P((z′ − μ)/σ > t).
  private func logUpperTail(_ t: Double) -> DoubleDouble {
    t > 0
      ? DoubleDouble(-t) - DoubleDouble(logarithm(onePlus: exponential(-t)))
      : DoubleDouble(-logarithm(onePlus: exponential(t)))
  }

  /// μ + σ log(p/(1 − p)).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    // log(p/(1 − p)) near ½ is log(1 + (2p − 1)/(1 − p)).
    let logit =
      abs(p - 0.5) < 0.25
      ? logarithm(onePlus: (2 * p - 1) / (1 - p)) : logarithm(p) - logarithm(onePlus: -p)
    return location + scale * logit
  }

  /// z = μ + σε.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .logistic, location: location, scale: scale)
  }
}

extension Logistic: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "logistic(\(location), \(scale))" }
}

extension Logistic {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try Logistic(location: values[0], scale: values[1])
  }

  /// −|t| − 2 log(1 + exp(−|t|)) − log σ, t = (x − μ)/σ, in which nothing cancels in either tail.
  static let density = DensityFamily(
    name: "logistic", parameters: [.init("mu", .real), .init("sigma", .positive)]
  ) { x, p in
    let t = ((x - p[0]) / p[1]).applying(.magnitude)
    return -t - 2 * (-t).applying(.softplus) - p[1].applying(.log)
  }

  /// exp(−|z|/σ).
  public var lowerTail: Tail { upperTail }

  /// exp(−z/σ).
  public var upperTail: Tail { .stretched(coefficient: 1 / scale, order: 1) }
}
