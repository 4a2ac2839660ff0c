// SPDX-License-Identifier: GPL-3.0-or-later

/// The exponential distribution with density λ exp(−λz) on z > 0.
///
/// The parameter is the rate λ, as in Stan, PyTorch and R; GSL, NumPy and SciPy take the mean 1/λ.
public struct Exponential: ParametricDistribution {
  /// log λ − λx.
  public static let family = Family(
    of: Exponential.self, "exponential", "an exponential distribution", .positive("beta", "rate"),
    intervals: .exponential(start: IntervalProbability.positive) { x, p in
      p[0] * x
    } logarithm: { x, p in
      x.applying(.log) + p[0].applying(.log)
    } logDifference: { a, b, p in
      (b - a).applying(.log) + p[0].applying(.log)
    }
  ) { x, p in
    (p[0].applying(.log) - p[0] * x).restricted(toPositive: x)
  }

  /// λ, in units of 1/z.
  public let rate: Double

  /// The parameters, and the log density.
  public var values: Family.Values { Exponential.family.values(unchecked: [rate]) }

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    rate = values[0]
  }

  /// Makes Exp(λ).
  ///
  /// - Parameter rate: λ, positive and finite.
  /// - Throws: ``DistributionError`` for any other rate.
  public init(rate: Double) throws(DistributionError) {
    self.rate = try Exponential.family.checked(rate, 0)
  }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// log λ − λz.
  public func logDensity(_ z: Double) -> Double {
    z > 0 ? logarithm(rate) - rate * z : -.infinity
  }

  /// 1/λ.
  public var mean: Double { 1 / rate }

  /// 1/λ².
  public var variance: Double { mean * mean }

  /// 0, the end that the density is largest towards.
  public var mode: Double { 0 }

  /// 1 − log λ.
  public var entropy: Double { 1 - logarithm(rate) }

  /// −λa + log(1 − exp(−λ(b − a))), in which nothing cancels.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    let (a, b) = (max(a, 0), max(b, 0))
    guard a < b else { return .impossible }
    let width = b - a
    let share = logarithm(oneMinusExpOfMinus: rate * width, log: .log(rate) + .log(width))
    // The width is rounded, its product with the rate, exp and log: each by less than 1.2e-16, and
    // of each log(1 − exp(−x)) turns a relative error into an absolute one of no more than that.
    return LogProbability(share - .product(rate, a), error: 5e-16)
  }

  /// S_λ(u) = −log(1 − u)/λ, the sheet's problem 2b, with log1p so that no digit of u is lost.
  ///
  /// u = 0 gives 0 and u = 1 gives +∞, by definition.
  public func quantile(_ u: Double) -> Double {
    (0...1).contains(u) ? -logarithm(onePlus: -u) / rate : .nan
  }

  /// −λz + log λ.
  public var exponent: QuadraticExponent? {
    QuadraticExponent(linear: DoubleDouble(-rate), constant: .log(rate))
  }

  /// T_λ(ε) = ε/λ, the sheet's problem 2a.
  public var reparameterization: Reparameterization? {
    Reparameterization(noise: .exponential, location: 0, scale: 1 / rate)
  }

  /// Positive at 0.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// exp(−λz).
  public var upperTail: Tail { .stretched(coefficient: rate, order: 1) }

  /// −λ for z.
  public var naturalParameters: [NaturalParameter] {
    [.linear(-rate)]
  }
}
