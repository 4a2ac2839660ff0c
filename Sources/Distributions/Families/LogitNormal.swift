// SPDX-License-Identifier: GPL-3.0-or-later

/// The logit-normal distribution: that of 1/(1 + e^−y), y ~ N(μ, σ²).
public struct LogitNormal: NormalTransform {
  /// −½((logit x − μ)/σ)² − log σ − ½ log 2π − log x − log(1 − x).
  public static let family = Family(
    of: LogitNormal.self, "logit_normal", "a logit-normal distribution",
    .real("mu", "location"), .positive("sigma", "scale"),
    intervals: .normal(
      start: IntervalProbability.positive, end: IntervalProbability.belowOne,
      transform: { $0.applying(.log) - $0.logOfOneMinus })
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
  public var support: Interval { .unit }

  /// (logit z − μ)/σ.
  func standardized(_ z: Double) -> DoubleDouble {
    let z = DoubleDouble(z)
    return (z.applying(.log) - (-z).applying(.logOnePlus) - DoubleDouble(location))
      / DoubleDouble(scale)
  }

  /// From the median, which is known where the mode is not.
  public func quantile(_ p: Double) -> Double {
    Bisection.quantile(
      p, in: support, near: 1 / (1 + exponential(-location)),
      logLower: { logCumulative($0).head }, logUpper: { logSurvival($0).head })
  }
}
