// SPDX-License-Identifier: GPL-3.0-or-later

/// Kumaraswamy's distribution with density ab zᵃ⁻¹ (1 − zᵃ)ᵇ⁻¹ on 0 < z < 1.
///
/// Source: Kumaraswamy, "A generalized probability density function for double-bounded random processes",
/// Journal of Hydrology 46 (1980); moments in Jones, "Kumaraswamy's distribution", Statistical Methodology 6
/// (2009).
public struct Kumaraswamy: TailDistribution, ParametricDistribution {
  /// log a + log b + (a − 1) log x + (b − 1) log(1 − xᵃ).
  public static let family = Family(
    of: Kumaraswamy.self, "kumaraswamy", "a Kumaraswamy distribution",
    .positive("a", "first shape"), .positive("b", "second shape"),
    intervals: .exponential(
      start: IntervalProbability.positive, end: IntervalProbability.belowOne
    ) { x, p in
      -(p[1] * (p[0] * x.applying(.log)).logOfOneMinusExp)
    } logarithm: { x, p in
      p[1].applying(.log) + (-(p[0] * x.applying(.log)).logOfOneMinusExp).applying(.log)
    } logDifference: { a, b, p in
      // (1 − aᵏ)/(1 − bᵏ) is 1 + bᵏ(1 − (a/b)ᵏ)/(1 − bᵏ).
      let share =
        p[0] * b.applying(.log) + (-(p[0] * .logRatio(a, b))).logOfOneMinusExp
        - (p[0] * b.applying(.log)).logOfOneMinusExp
      return p[1].applying(.log) + share.applying(.softplus).applying(.log)
    }
  ) { x, p in
    let log = x.applying(.log)
    // Near either end the difference 1 − xᵃ has its digits in expm1 alone.
    return
      (p[0].applying(.log) + p[1].applying(.log) + (p[0] - 1) * log
      + (p[1] - 1) * (-(p[0] * log).applying(.expMinusOne)).applying(.log))
      .restricted(toPositive: x).restricted(toPositive: 1 - x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - a: a, positive and finite.
  ///   - b: b, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(a: Double, b: Double) throws(DistributionError) {
    values = try Kumaraswamy.family.values([a, b])
  }

  /// a.
  public var a: Double { values[0] }

  /// b.
  public var b: Double { values[1] }

  /// −a log z.
  private func logPower(_ z: Double) -> DoubleDouble { -DoubleDouble(z).applying(.log) * a }

  /// (0, 1).
  public var support: Interval { .unit }

  /// bB(1 + 1/a, b) = Γ(1 + 1/a)Γ(1 + b)/Γ(1 + b + 1/a).
  public var mean: Double { exponential(logarithm(b) + logBeta(1 + 1 / a, b)) }

  /// bB(1 + 2/a, b) less the square of the mean, as a product in which they do not cancel.
  public var variance: Double {
    let logRatio = logGammaSecondDifference(0, 1 / a) - logGammaSecondDifference(b, 1 / a)
    return mean * mean * exponentialMinusOne(logRatio)
  }

  /// ((a − 1)/(ab − 1))^(1/a) for a, b ≥ 1; else an end that the density is unbounded towards, 0 before 1;
  /// ½ for the uniform distribution.
  public var mode: Double {
    if a < 1 && a <= b { return 0 }
    if b < 1 { return 1 }
    if a == 1 && b == 1 { return 0.5 }
    if a <= 1 { return 0 }
    return exponential((logarithm(a - 1) - logarithm(a * b - 1)) / a)
  }

  /// 1 − 1/b + (1 − 1/a)(ψ(b + 1) + γ) − log a − log b.
  public var entropy: Double {
    1 - 1 / b + (1 - 1 / a) * (digamma(b + 1) + eulerGamma) - logarithm(a) - logarithm(b)
  }

  /// log(1 − (1 − zᵃ)ᵇ).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    let fall = -logSurvival(z).head
    // Below 1e-300 the probability is bzᵃ, which may underflow.
    return fall < 1e-300 ? .log(b) - logPower(z) : logarithm(oneMinusExpOfMinus: fall)
  }

  /// b log(1 − zᵃ).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    logarithm(oneMinusExpOfMinus: logPower(z).head) * b
  }

  /// (1 − (1 − p)^(1/b))^(1/a).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    let fall = -logarithm(onePlus: -p) / b
    return exponential(logarithm(oneMinusExpOfMinus: fall) / DoubleDouble(a))
  }

  /// z^(a−1).
  public var lowerTail: Tail { .powerLaw(exponent: a - 1) }

  /// (1 − z)^(b−1).
  public var upperTail: Tail { .powerLaw(exponent: b - 1) }
}
