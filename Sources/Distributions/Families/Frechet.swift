// SPDX-License-Identifier: GPL-3.0-or-later

/// The Fréchet distribution with density (α/σ)(z/σ)^(−α−1) exp(−(z/σ)^−α) on z > 0: that of 1/y, y ~ ``Weibull``.
public struct Frechet: TailDistribution, ShapeScaleParameters {
  /// log(α/σ) − (α + 1) l − exp(−αl), l = log(x/σ).
  public static let family = Family(
    of: Frechet.self, "frechet", "a Frechet distribution",
    .positive("alpha", "shape"), .positive("sigma", "scale"),
    intervals: .gumbel(start: IntervalProbability.positive) { x, p in
      p[0] * (p[1].applying(.log) - x.applying(.log))
    } fall: { a, b, p in
      p[0] * .logRatio(a, b)
    }
  ) { x, p in
    let log = (x / p[1]).applying(.log)
    return
      ((p[0].applying(.log) - p[1].applying(.log)) - (p[0] + 1) * log
      - (-(p[0] * log)).applying(.exp)).restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// −α log(z/σ), the logarithm of the exponent.
  private func logExponent(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z) / DoubleDouble(scale)).applying(.log) * -shape
  }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// σ(α/(1 + α))^(1/α).
  public var mode: Double { scale * exponential(-logarithm(onePlus: 1 / shape) / shape) }

  /// 1 + γ(1 + 1/α) + log(σ/α).
  public var entropy: Double {
    1 + eulerGamma * (1 + 1 / shape) + (logarithm(scale) - logarithm(shape))
  }

  /// −(z/σ)^−α.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(-exponential(logExponent(z)))
  }

  /// log(1 − exp(−(z/σ)^−α)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    let log = logExponent(z)
    // Below exp(−40) the probability is the exponent itself.
    return log.head < -40 ? log : logarithm(oneMinusExpOfMinus: exponential(log))
  }

  /// σ(−log p)^(−1/α).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return scale * exponential(-logarithm(-logarithm(p)) / shape)
  }

  /// exp(−(z/σ)^−α).
  public var lowerTail: Tail {
    .stretched(coefficient: exponential(shape * logarithm(scale)), order: shape)
  }

  /// z^−(α+1).
  public var upperTail: Tail { .powerLaw(exponent: shape + 1) }
}
