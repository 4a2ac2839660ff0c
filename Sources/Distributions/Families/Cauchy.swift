// SPDX-License-Identifier: GPL-3.0-or-later

/// The Cauchy distribution with density 1/(πσ(1 + ((z − μ)/σ)²)).
public struct Cauchy: TailDistribution, Hashable {
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
      location, "the location of a Cauchy distribution")
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a Cauchy distribution")
    formula = Cauchy.density.logDensity(.latent, [.number(location), .number(scale)])
  }

  /// (z − μ)/σ.
  private func standardized(_ z: Double) -> Double {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).head
  }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// −log(1 + ((z − μ)/σ)²) − log σ − log π.
  public func logDensity(_ z: Double) -> Double {
    CauchyTail.logKernel(standardized(z)) - logarithm(scale) - DoubleDouble.logPi.head
  }

  /// NaN: undefined.
  public var mean: Double { .nan }

  /// NaN: undefined.
  public var variance: Double { .nan }

  /// μ.
  public var mode: Double { location }

  /// log 4πσ.
  public var entropy: Double { logarithm(4 * Double.pi) + logarithm(scale) }

  /// log(½ + arctan((z − μ)/σ)/π).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(CauchyTail.logUpperTail(-standardized(z)))
  }

  /// log(½ − arctan((z − μ)/σ)/π).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(CauchyTail.logUpperTail(standardized(z)))
  }

  /// μ + σ tan(π(p − ½)).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return location + scale * CauchyTail.quantile(p)
  }

  /// z = μ + σε.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .cauchy, location: location, scale: scale)
  }
}

extension Cauchy: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "cauchy(\(location), \(scale))" }
}

extension Cauchy {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try Cauchy(location: values[0], scale: values[1])
  }

  /// −log(1 + ((x − μ)/σ)²) − log σ − log π.
  static let density = DensityFamily(
    name: "cauchy", parameters: [.init("mu", .real), .init("sigma", .positive)]
  ) { x, p in
    -((x - p[0]) / p[1]).applying(.square).applying(.logOnePlus) - p[1].applying(.log)
      - .constant(.logPi)
  }

  /// z⁻².
  public var lowerTail: Tail { .powerLaw(exponent: 2) }

  /// z⁻².
  public var upperTail: Tail { .powerLaw(exponent: 2) }
}
