// SPDX-License-Identifier: GPL-3.0-or-later

/// The continuous Bernoulli distribution with density proportional to λᶻ(1 − λ)^(1 − z) on (0, 1).
public struct ContinuousBernoulli: ParametricDistribution {
  /// η(x − 1) + log(η/(1 − e^−η)), η = logit λ.
  public static let family = Family(
    of: ContinuousBernoulli.self, "continuous_bernoulli", "a continuous Bernoulli distribution",
    .init("lambda", .probability, "probability"),
    intervals: IntervalProbability(
      start: IntervalProbability.positive, end: IntervalProbability.belowOne
    ) { x, p in
      logProbability(from: 0, to: x, p)
    } upper: { x, p in
      logProbability(from: x, to: 1, p)
    } between: { a, b, p in
      logProbability(from: a, to: b, p)
    }
  ) { x, p in
    let logit = p[0].applying(.log) - p[0].logOfOneMinus
    return (logit * (x - 1) + logit.applying(.todd).applying(.log))
      .restricted(toPositive: x).restricted(toPositive: 1 - x)
  }

  /// η(b − 1) + log(b − a) + log(η/(1 − e^−η)) − log(η(b − a)/(1 − e^(−η(b − a)))).
  private static func logProbability(
    from a: Formula, to b: Formula, _ p: [Formula]
  ) -> Formula {
    let logit = p[0].applying(.log) - p[0].logOfOneMinus
    let share = ((b - a) * logit).applying(.todd).applying(.log)
    return (b - 1) * logit + (b - a).applying(.log) + logit.applying(.todd).applying(.log) - share
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  ///
  /// - Throws: ``DistributionError`` for λ = 0 or 1, where all mass is at an end.
  public init(values: Family.Values) throws(DistributionError) {
    guard values[0] > 0, values[0] < 1 else {
      throw DistributionError(
        parameter: "the probability of a continuous Bernoulli distribution",
        value: "\(values[0])", requirement: "above 0 and below 1")
    }
    self.values = values
  }

  /// λ.
  public var probability: Double { values[0] }

  /// (0, 1).
  public var support: Interval { .unit }

  /// The end that the density rises to.
  public var mode: Double { probability > 0.5 ? 1 : 0 }

  /// log(1 + p(e^η − 1))/η, η = logit λ.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    let eta = logit(probability)
    if eta == 0 { return p }
    // Where e^η is large, 1 + log(p + (1 − p)e^−η)/η.
    return eta < 1
      ? logarithm(onePlus: p * exponentialMinusOne(eta)) / eta
      : 1 + logarithm(p + (1 - p) * exponential(-eta)) / eta
  }

  /// A positive limit.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// A positive limit.
  public var upperTail: Tail { .powerLaw(exponent: 0) }

  /// η for z.
  public var naturalParameters: [NaturalParameter] { [.linear(logit(probability))] }
}
