// SPDX-License-Identifier: GPL-3.0-or-later

/// The double exponential (Laplace) distribution with density exp(−|z − μ|/σ)/(2σ).
public struct DoubleExponential: SymmetricDistribution {
  /// −|x − μ|/σ − log 2σ.
  public static let family = Family(
    of: DoubleExponential.self, "double_exponential", "a double exponential distribution",
    .real("mu", "location"), .positive("sigma", "scale"),
    intervals: .doubleExponential
  ) { x, p in
    -((x - p[0]) / p[1]).applying(.magnitude) - p[1].applying(.log) - .constant(.log(2))
  }

  /// ε of μ = 0 and scale 1.
  public static let noise = BaseNoise.doubleExponential

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// μ.
  public var mean: Double { location }

  /// 2σ².
  public var variance: Double { 2 * scale * scale }

  /// 1 + log 2σ.
  public var entropy: Double { 1 + logarithm(2) + logarithm(scale) }

  /// log ½ − t above μ.
  func logUpperTail(_ t: Double) -> DoubleDouble {
    t > 0
      ? DoubleDouble(-t) - .log(2) : DoubleDouble(logarithm(onePlus: -0.5 * exponential(t)))
  }

  /// −s/σ − log 2 + log(1 − exp(−w/σ)) of an interval on one side of μ, s away from it and w wide: in it nothing cancels, and
  /// however far out it is the digits are the same.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    let (centre, scale) = (DoubleDouble(location), DoubleDouble(scale))
    let (from, to) = (DoubleDouble(a) - centre, DoubleDouble(b) - centre)
    guard a < b, from.head >= 0 || to.head <= 0 else {
      return logProbabilityFromTails(from: a, to: b)
    }
    let near = (from.head >= 0 ? from : -to) / scale
    let width = b < .infinity && a > -.infinity ? ((to - from) / scale).head : .infinity
    let share = logarithm(
      oneMinusExpOfMinus: width, log: .log((to - from).head) - .log(self.scale))
    return LogProbability(
      share - near - .log(2), error: 5e-16 + near.head * 0x1p-98)
  }

  /// exp(−z/σ).
  public var upperTail: Tail { .stretched(coefficient: 1 / scale, order: 1) }

  /// −1/σ for |z − μ|, the location fixed.
  public var naturalParameters: [NaturalParameter] {
    let distance = (Formula.latent - .number(location)).applying(.magnitude)
    return [NaturalParameter("|z - \(location)|", distance, -1 / scale)]
  }
}
