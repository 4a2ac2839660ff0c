// SPDX-License-Identifier: GPL-3.0-or-later

/// The Gumbel distribution of largest values with density exp(−t − exp(−t))/β, t = (z − μ)/β.
public struct Gumbel: TailDistribution, Hashable {
  /// μ.
  public let location: Double

  /// β.
  public let scale: Double

  /// The log density.
  public let formula: Formula

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: β, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(location: Double, scale: Double) throws(DistributionError) {
    self.location = try DistributionError.requireFinite(
      location, "the location of a Gumbel distribution")
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a Gumbel distribution")
    formula = Gumbel.density.logDensity(.latent, [.number(location), .number(scale)])
  }

  /// (z − μ)/β.
  private func standardized(_ z: Double) -> Double {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).head
  }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// −(t + exp(−t)) − log β, t = (z − μ)/β.
  public func logDensity(_ z: Double) -> Double {
    let t = standardized(z)
    // t + exp(−t) would be −∞ + ∞.
    return t < -800 ? -.infinity : -(t + exponential(-t)) - logarithm(scale)
  }

  /// μ + γβ.
  public var mean: Double { location + eulerGamma * scale }

  /// π²β²/6.
  public var variance: Double {
    let product = scale * Double.pi
    return product * product / 6
  }

  /// μ.
  public var mode: Double { location }

  /// log β + γ + 1.
  public var entropy: Double { logarithm(scale) + (eulerGamma + 1) }

  /// −exp(−t).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(-exponential(-standardized(z)))
  }

  /// log(1 − exp(−exp(−t))).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    let t = standardized(z)
    // Beyond 40 the probability is exp(−t) to the last digit.
    return t > 40 ? DoubleDouble(-t) : logarithm(oneMinusExpOfMinus: exponential(-t))
  }

  /// The rounding of t is among it, which exp(−t) magnifies.
  public var tailError: Double { 4e-13 }

  /// μ − β log(−log p).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    // Near 1 log p by the distance from 1.
    return location - scale * logarithm(-(p < 0.5 ? logarithm(p) : logarithm(onePlus: p - 1)))
  }

  /// z = μ + βε.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .gumbel, location: location, scale: scale)
  }
}

extension Gumbel: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "gumbel(\(location), \(scale))" }
}

extension Gumbel {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try Gumbel(location: values[0], scale: values[1])
  }

  /// −t − exp(−t) − log β, t = (x − μ)/β.
  static let density = DensityFamily(
    name: "gumbel", parameters: [.init("mu", .real), .init("beta", .positive)]
  ) { x, p in
    let t = (x - p[0]) / p[1]
    return -t - (-t).applying(.exp) - p[1].applying(.log)
  }

  /// exp(−exp(μ/β) exp(|z|/β)); the coefficient may overflow to ∞, or underflow to 0, where the rate
  /// alone tells which of two such tails is the lighter one.
  public var lowerTail: Tail {
    .doublyExponential(coefficient: exponential(location / scale), rate: 1 / scale)
  }

  /// exp(−z/β).
  public var upperTail: Tail { .stretched(coefficient: 1 / scale, order: 1) }
}
