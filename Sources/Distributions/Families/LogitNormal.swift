// SPDX-License-Identifier: GPL-3.0-or-later

/// The logit-normal distribution: that of 1/(1 + e^−y), y ~ N(μ, σ²).
public struct LogitNormal: TailDistribution, LocationScaleParameters {
  /// −½((logit x − μ)/σ)² − log σ − ½ log 2π − log x − log(1 − x).
  public static let family = Family(
    of: LogitNormal.self, "logit_normal", "a logit-normal distribution",
    .real("mu", "location"), .positive("sigma", "scale")
  ) { x, p in
    let (log, other) = (x.applying(.log), x.logOfOneMinus)
    return
      (-0.5 * ((log - other - p[0]) / p[1]).applying(.square) - p[1].applying(.log)
      - .constant(.halfLogTwoPi) - log - other)
      .restricted(toPositive: x).restricted(toPositive: 1 - x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// (0, 1).
  public var support: Interval { Interval(uncheckedLower: 0, upper: 1) }

  /// (logit z − μ)/σ.
  private func standardized(_ z: Double) -> DoubleDouble {
    let z = DoubleDouble(z)
    return (z.applying(.log) - (-z).applying(.logOnePlus) - DoubleDouble(location))
      / DoubleDouble(scale)
  }

  /// Where the density is largest: there may be two such points, of which one is given.
  public var mode: Double { DensityIntegral(formula, on: support)?.mode ?? .nan }

  /// log Φ((logit z − μ)/σ).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    NormalTail.logUpperTail(-standardized(z))
  }

  /// log(1 − Φ((logit z − μ)/σ)).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    NormalTail.logUpperTail(standardized(z))
  }

  /// The rounding of logit z, multiplied by the hazard rate, is among it.
  public var tailError: Double { 4e-16 * max(1, 1 / scale) }

  /// exp(−(log z)²/(2σ²)).
  public var lowerTail: Tail { upperTail }

  /// exp(−(log(1 − z))²/(2σ²)).
  public var upperTail: Tail { .squaredLogarithm(coefficient: 0.5 / (scale * scale)) }
}
