// SPDX-License-Identifier: GPL-3.0-or-later

/// The Weibull distribution with density (α/σ)(z/σ)ᵅ⁻¹ exp(−(z/σ)ᵅ) on z > 0.
public struct Weibull: TailDistribution, ShapeScaleParameters {
  /// log(α/σ) + (α − 1) log(x/σ) − (x/σ)ᵅ.
  public static let family = Family(
    of: Weibull.self, "weibull", "a Weibull distribution",
    .positive("alpha", "shape"), .positive("sigma", "scale"),
    intervals: .exponential(start: IntervalProbability.positive) { x, p in
      logExponent(x, p).applying(.exp)
    } logarithm: { x, p in
      logExponent(x, p)
    } logDifference: { a, b, p in
      logExponent(b, p)
        + (p[0] * .logRatio(a, b)).applying(.log).applying(.logInverseCloglog)
    }
  ) { x, p in
    let ratio = x / p[1]
    let log = ratio.applying(.log)
    // Beside σ the power of a huge shape has its digits in the logarithm.
    let isHuge = p[0].constantValue.map { $0.head > 1e9 } ?? false
    let power = isHuge ? (p[0] * log).applying(.exp) : ratio.raised(to: p[0])
    return
      ((p[0].applying(.log) - p[1].applying(.log)) + (p[0] - 1) * log - power).restricted(
        toPositive: x)
  }

  /// α log(x/σ).
  private static func logExponent(_ x: Formula, _ p: [Formula]) -> Formula {
    p[0] * (x.applying(.log) - p[1].applying(.log))
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// α log(z/σ), the logarithm of the exponent.
  private func logExponent(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z) / DoubleDouble(scale)).applying(.log) * shape
  }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// σΓ(1 + 1/α); ∞ where that is above the largest double.
  public var mean: Double { scale * exponential(logGamma(onePlus: 1 / shape)) }

  /// σ²(Γ(1 + 2/α) − Γ(1 + 1/α)²); ∞ where that is above the largest double.
  public var variance: Double {
    let (mean, ratio) = (mean, exponentialMinusOne(logGammaSecondDifference(0, 1 / shape)))
    return mean.isFinite ? mean * mean * ratio : .infinity
  }

  /// σ((α − 1)/α)^(1/α), or the end 0, where the density is unbounded for α < 1.
  public var mode: Double {
    shape > 1 ? scale * exponential(logarithm(onePlus: -1 / shape) / shape) : 0
  }

  /// γ(1 − 1/α) + log(σ/α) + 1.
  public var entropy: Double {
    eulerGamma * (1 - 1 / shape) + (logarithm(scale) - logarithm(shape)) + 1
  }

  /// log(1 − exp(−(z/σ)ᵅ)).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    let log = logExponent(z)
    // Below exp(−40) the probability is the exponent itself.
    return log.head < -40 ? log : logarithm(oneMinusExpOfMinus: exponential(log))
  }

  /// −(z/σ)ᵅ.
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(-exponential(logExponent(z)))
  }

  /// σ(−log(1 − p))^(1/α).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return scale * exponential(logarithm(-logarithm(onePlus: -p)) / shape)
  }

  /// z^(α−1).
  public var lowerTail: Tail { .powerLaw(exponent: shape - 1) }

  /// exp(−(z/σ)ᵅ).
  public var upperTail: Tail {
    .stretched(coefficient: exponential(-shape * logarithm(scale)), order: shape)
  }

  /// (α − 1, −σ^−α) for (log z, z^α), the shape fixed.
  public var naturalParameters: [NaturalParameter] {
    let power = Formula.latent.raised(to: .number(shape))
    return [
      .logarithm(shape - 1),
      NaturalParameter("z^\(shape)", power, -exponential(-shape * logarithm(scale))),
    ]
  }
}
