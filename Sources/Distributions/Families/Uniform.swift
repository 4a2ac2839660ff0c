// SPDX-License-Identifier: GPL-3.0-or-later

/// The uniform distribution on α < z < β.
public struct Uniform: TailDistribution, ParametricDistribution {
  /// −log(β − α).
  public static let family = Family(
    of: Uniform.self, "uniform", "a uniform distribution",
    .real("alpha", "lower end"), .real("beta", "upper end"),
    intervals: IntervalProbability(start: { $0 - $1[0] }, end: { $1[1] - $0 }) { x, p in
      logShare(p[0], x, p)
    } upper: { x, p in
      logShare(x, p[1], p)
    } between: { a, b, p in
      logShare(a, b, p)
    }
  ) { x, p in
    // Halves, since the difference of the ends may be above the largest double.
    (-(0.5 * p[1] - 0.5 * p[0]).applying(.log) - .constant(.log(2)))
      .restricted(toPositive: x - p[0]).restricted(toPositive: p[1] - x)
  }

  /// log((b − a)/(β − α)), by halves.
  private static func logShare(_ a: Formula, _ b: Formula, _ p: [Formula]) -> Formula {
    (0.5 * b - 0.5 * a).applying(.log) - (0.5 * p[1] - 0.5 * p[0]).applying(.log)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters, if they are in ascending order.
  public init(values: Family.Values) throws(DistributionError) {
    guard values[0] < values[1] else {
      throw DistributionError(
        parameter: "the upper end of a uniform distribution", value: "\(values[1])",
        requirement: "above the lower end \(values[0])")
    }
    self.values = values
  }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - lower: α, finite.
  ///   - upper: β, finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(from lower: Double, to upper: Double) throws(DistributionError) {
    try self.init(values: Uniform.family.values([lower, upper]))
  }

  /// α.
  public var lower: Double { values[0] }

  /// β.
  public var upper: Double { values[1] }

  /// (β − α)/2.
  private var half: Double { upper / 2 - lower / 2 }

  /// log(β − α).
  private var logWidth: DoubleDouble { .log(half) + .log(2) }

  /// (α, β).
  public var support: Interval { Interval(uncheckedLower: lower, upper: upper) }

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
      ? Reparameterization(noise: .uniform, location: lower, scale: width) : nil
  }

  /// Positive at α.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// Positive at β.
  public var upperTail: Tail { .powerLaw(exponent: 0) }
}
