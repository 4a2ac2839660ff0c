// SPDX-License-Identifier: GPL-3.0-or-later

/// The beta distribution with density zᵅ⁻¹ (1 − z)ᵝ⁻¹/B(α, β) on 0 < z < 1.
public struct Beta: TailDistribution, ParametricDistribution {
  /// (α − 1) log x + (β − 1) log(1 − x) − log B(α, β).
  public static let family = Family(
    of: Beta.self, "beta", "a beta distribution",
    .positive("alpha", "first shape"), .positive("beta", "second shape"),
    intervals: .beta(shapes: [0, 1]) { ($0[0], $0[1]) }
  ) { x, p in
    let (log, logOfOneMinus) = (x.applying(.log), (-x).applying(.logOnePlus))
    let plain =
      (p[0] - 1) * log + (p[1] - 1) * logOfOneMinus + .minusLogBeta(p[0], p[1])
    let kernel = x.betaKernel(p[0], p[1])
    return (kernel.map { $0 - log - logOfOneMinus } ?? plain)
      .restricted(toPositive: x).restricted(toPositive: 1 - x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - alpha: α, positive and finite.
  ///   - beta: β, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(alpha: Double, beta: Double) throws(DistributionError) {
    values = try Beta.family.values([alpha, beta])
  }

  /// α.
  public var alpha: Double { values[0] }

  /// β.
  public var beta: Double { values[1] }

  private func tails(_ z: Double) -> (lower: Double, upper: Double) {
    let (x, y) = (DoubleDouble(z), DoubleDouble(1) - DoubleDouble(z))
    let point = IncompleteBeta.Point(
      x: x, y: y, logX: logarithm(z), logY: logarithm(onePlus: -z))
    return IncompleteBeta(a: alpha, b: beta).both(point)
  }

  /// (0, 1).
  public var support: Interval { .unit }

  /// α/(α + β).
  public var mean: Double { alpha / (alpha + beta) }

  /// αβ/((α + β)²(α + β + 1)).
  public var variance: Double {
    let sum = alpha + beta
    return alpha / sum * (beta / sum) / (sum + 1)
  }

  /// (α − 1)/(α + β − 2) for α, β ≥ 1; else an end that the density is unbounded towards, 0 before 1;
  /// ½ for the uniform distribution.
  public var mode: Double {
    if alpha < 1 && alpha <= beta { return 0 }
    if beta < 1 { return 1 }
    if alpha == 1 && beta == 1 { return 0.5 }
    return max(0, alpha - 1) / (alpha - 1 + (beta - 1))
  }

  /// log B(α, β) − (α − 1)ψ(α) − (β − 1)ψ(β) + (α + β − 2)ψ(α + β), with the terms that cancel taken out.
  public var entropy: Double {
    // ψ(α) − ψ(α + β) = log(α/(α + β)) + the differences of ψ − log
    let sum = alpha + beta
    let excess = digammaExcess(sum)
    let first = (alpha - 1) * (digammaExcess(alpha) - excess)
    let second = (beta - 1) * (digammaExcess(beta) - excess)
    let (small, large) = (min(alpha, beta), max(alpha, beta))
    guard small > 10 else {
      return logBeta(alpha, beta) - first - second
        + (small - 1) * logarithm(onePlus: large / small)
        + (large - 1) * logarithm(onePlus: small / large)
    }
    // log B without α log(α/(α + β)) + β log(β/(α + β)), which cancels.
    let remainder = stirlingRemainder(alpha) + stirlingRemainder(beta) - stirlingRemainder(sum)
    return DoubleDouble.halfLogTwoPi.head + remainder - first - second
      + 0.5 * (logarithm(alpha / sum) + logarithm(beta / sum) - logarithm(sum))
  }

  /// log I(z; α, β), I the incomplete beta function.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(tails(z).lower)
  }

  /// log I(1 − z; β, α).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(tails(z).upper)
  }

  /// That of the incomplete beta function.
  public var tailError: Double { 4e-13 }

  /// z^(α−1).
  public var lowerTail: Tail { .powerLaw(exponent: alpha - 1) }

  /// (1 − z)^(β−1).
  public var upperTail: Tail { .powerLaw(exponent: beta - 1) }

  /// (α − 1, β − 1) for (log z, log(1 − z)).
  public var naturalParameters: [NaturalParameter] {
    [
      .logarithm(alpha - 1),
      NaturalParameter("log(1 - z)", (-Formula.latent).applying(.logOnePlus), beta - 1),
    ]
  }
}
