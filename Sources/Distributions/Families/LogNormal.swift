// SPDX-License-Identifier: GPL-3.0-or-later

/// The log-normal distribution: that of exp(y), y ~ N(μ, σ²).
public struct LogNormal: NormalTransform {
  /// −½((log x − μ)/σ)² − log x − log σ − ½ log 2π.
  public static let family = Family(
    of: LogNormal.self, "lognormal", "a log-normal distribution",
    .real("mu", "location"), .positive("sigma", "scale"),
    intervals: .normal(start: IntervalProbability.positive, transform: { $0.applying(.log) })
  ) { x, p in
    let log = x.applying(.log)
    return
      (-0.5 * ((log - p[0]) / p[1]).applying(.square) - log - p[1].applying(.log)
      - .constant(.halfLogTwoPi)).restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// (log z − μ)/σ.
  func standardized(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z).applying(.log) - DoubleDouble(location)) / DoubleDouble(scale)
  }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// exp(μ + σ²/2); ∞ where that is above the largest double.
  public var mean: Double { exponential(location + scale * scale / 2) }

  /// exp(2μ + σ²)(exp(σ²) − 1); ∞ where that is above the largest double.
  public var variance: Double {
    let square = scale * scale
    return exponential(2 * location + square) * exponentialMinusOne(square)
  }

  /// exp(μ − σ²).
  public var mode: Double { exponential(location - scale * scale) }

  /// ½ + ½ log 2π + log σ + μ.
  public var entropy: Double { 0.5 + DoubleDouble.halfLogTwoPi.head + logarithm(scale) + location }

  /// (μ/σ² − 1, −1/(2σ²)) for (log z, (log z)²).
  public var naturalParameters: [NaturalParameter] {
    let square = scale * scale
    let log = Formula.latent.applying(.log)
    return [
      .logarithm(location / square - 1),
      NaturalParameter("(log z)^2", log.applying(.square), -0.5 / square),
    ]
  }
}
