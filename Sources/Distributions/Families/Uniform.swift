// SPDX-License-Identifier: GPL-3.0-or-later

/// The uniform distribution on α < z < β.
public struct Uniform: TailDistribution, Hashable {
  /// α.
  public let lower: Double

  /// β.
  public let upper: Double

  /// The log density.
  public let formula: Formula

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - lower: α, finite.
  ///   - upper: β, finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(from lower: Double, to upper: Double) throws(DistributionError) {
    self.lower = try DistributionError.requireFinite(
      lower, "the lower end of a uniform distribution")
    self.upper = try DistributionError.requireFinite(
      upper, "the upper end of a uniform distribution")
    guard lower < upper else {
      throw DistributionError(
        parameter: "the upper end of a uniform distribution", value: "\(upper)",
        requirement: "above the lower end \(lower)")
    }
    interval = try Interval(from: lower, to: upper)
    formula = Uniform.density.logDensity(.latent, [.number(lower), .number(upper)])
  }

  private let interval: Interval

  /// (β − α)/2.
  private var half: Double { upper / 2 - lower / 2 }

  /// log(β − α).
  private var logWidth: DoubleDouble { .log(half) + .log(2) }

  /// (α, β).
  public var support: Interval { interval }

  /// (α + β)/2.
  public var mean: Double { lower / 2 + upper / 2 }

  /// (β − α)²/12; ∞ where that is above the largest double.
  public var variance: Double { half * half / 3 }

  /// (α + β)/2: the density is the same everywhere.
  public var mode: Double { mean }

  /// log(β − α).
  public var entropy: Double { logWidth.head }

  /// −log(β − α).
  public func logDensity(_ z: Double) -> Double {
    support.contains(z) ? -logWidth.head : z.isNaN ? .nan : -.infinity
  }

  /// log((z − α)/(β − α)).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    .log(z / 2 - lower / 2) + .log(2) - logWidth
  }

  /// log((β − z)/(β − α)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    .log(upper / 2 - z / 2) + .log(2) - logWidth
  }

  /// α + p(β − α), from the end that is nearer.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    if p == 1 { return upper }
    let z = p < 0.5 ? lower + 2 * p * half : upper - 2 * (1 - p) * half
    return min(max(z, lower), upper)
  }

  /// z = α + (β − α)u; none where β − α is above the largest double.
  public var reparameterization: Reparameterization? {
    let width = upper - lower
    return width.isFinite
      ? Reparameterization(base: .uniform, location: lower, scale: width) : nil
  }
}

extension Uniform: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "uniform(\(lower), \(upper))" }
}

extension Uniform {
  /// The family, as a spec names it.
  public static let family = DistributionFamily(density) {
    values throws(DistributionError) in
    try Uniform(from: values[0], to: values[1])
  }

  /// −log(β − α).
  static let density = DensityFamily(
    name: "uniform", parameters: [.init("alpha", .real), .init("beta", .real)]
  ) { x, p in
    // Halves, since the difference of the ends may be above the largest double.
    (-(0.5 * p[1] - 0.5 * p[0]).applying(.log) - .constant(.log(2)))
      .restricted(toPositive: x - p[0]).restricted(toPositive: p[1] - x)
  }

  /// Positive at α.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// Positive at β.
  public var upperTail: Tail { .powerLaw(exponent: 0) }
}
