// SPDX-License-Identifier: GPL-3.0-or-later

import RealModule

/// The log-logistic distribution with density (β/α)(z/α)^(β−1)/(1 + (z/α)^β)² on z > 0: log z is
/// logistic with location log α and scale 1/β.
///
/// Source: Johnson, Kotz and Balakrishnan, "Continuous univariate distributions" 2 (1995), chapter 23.
public struct LogLogistic: TailDistribution, ParametricDistribution {
  /// log β − log x + t − 2 log(1 + exp(t)), t = β log(x/α).
  public static let family = Family(
    of: LogLogistic.self, "loglogistic", "a log-logistic distribution",
    .positive("alpha", "scale"), .positive("beta", "shape"),
    intervals: .logistic(start: IntervalProbability.positive) { x, p in
      p[1] * (x.applying(.log) - p[0].applying(.log))
    } width: { a, b, p in
      p[1] * .logRatio(a, b)
    }
  ) { x, p in
    let t = p[1] * (x / p[0]).applying(.log)
    return (p[1].applying(.log) - x.applying(.log) + t - 2 * t.applying(.softplus))
      .restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - scale: α, in units of z, positive and finite.
  ///   - shape: β, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(scale: Double, shape: Double) throws(DistributionError) {
    values = try LogLogistic.family.values([scale, shape])
  }

  /// α, the median.
  public var scale: Double { values[0] }

  /// β.
  public var shape: Double { values[1] }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// α(π/β)/sin(π/β); ∞ for β ≤ 1.
  public var mean: Double {
    guard shape > 1 else { return .infinity }
    let angle = Double.pi / shape
    // sin(π/β) = sin(π − π/β), and β − 1 is exact where β is near 1.
    return scale * (angle / Double.sin(shape < 2 ? angle * (shape - 1) : angle))
  }

  /// The square of the mean times Γ(1 + 2/β)Γ(1 − 2/β)/(Γ(1 + 1/β)Γ(1 − 1/β))² − 1; ∞ for 1 < β ≤ 2,
  /// NaN (undefined, as the mean is infinite) for β ≤ 1.
  public var variance: Double {
    guard shape > 1 else { return .nan }
    guard shape > 2 else { return .infinity }
    let step = 1 / shape
    let logRatio = logGammaSecondDifference(0, step) + logGammaSecondDifference(-2 * step, step)
    return mean * mean * exponentialMinusOne(logRatio)
  }

  /// α((β − 1)/(β + 1))^(1/β), or the end 0 for β ≤ 1.
  public var mode: Double {
    shape > 1 ? scale * exponential(logarithm(onePlus: -2 / (shape + 1)) / shape) : 0
  }

  /// 2 + log(α/β).
  public var entropy: Double { 2 + (logarithm(scale) - logarithm(shape)) }

  /// β log(z/α), the logarithm of the odds P(z′ ≤ z)/P(z′ > z).
  private func logOdds(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z) / DoubleDouble(scale)).applying(.log) * shape
  }

  /// −log(1 + (z/α)^−β).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    -(-logOdds(z)).applying(.softplus)
  }

  /// −log(1 + (z/α)^β).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    -logOdds(z).applying(.softplus)
  }

  /// α(p/(1 − p))^(1/β).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return scale * exponential(logit(p) / shape)
  }

  /// z^(β−1).
  public var lowerTail: Tail { .powerLaw(exponent: shape - 1) }

  /// z^−(β+1).
  public var upperTail: Tail { .powerLaw(exponent: shape + 1) }
}
