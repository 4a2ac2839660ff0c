// SPDX-License-Identifier: GPL-3.0-or-later

/// The generalized extreme value distribution with distribution function exp(−(1 + ξt)^(−1/ξ)), t = (z − μ)/σ: Fréchet's,
/// with a heavy upper tail, for ξ > 0, and a reversed Weibull distribution for ξ < 0; ``Gumbel`` is the limit for ξ → 0.
public struct GeneralizedExtremeValue: TailDistribution, ParametricDistribution {
  /// −log σ − (1 + ξ) y − exp(−y), y = log(1 + ξt)/ξ.
  public static let family = Family(
    of: GeneralizedExtremeValue.self, "gev", "a generalized extreme value distribution",
    .real("mu", "location"), .positive("sigma", "scale"), .init("xi", .nonzero, "shape"),
    intervals: .gumbel(
      // The end of the support is its lower one for ξ > 0.
      start: { x, p in
        .choosing(1 + p[2] * ((x - p[0]) / p[1]), else: 1, ifPositive: p[2])
      },
      end: { x, p in
        .choosing(1, else: 1 + p[2] * ((x - p[0]) / p[1]), ifPositive: p[2])
      }
    ) { x, p in
      -((p[2] * ((x - p[0]) / p[1])).applying(.logOnePlus) / p[2])
    } fall: { a, b, p in
      (p[2] * ((b - a) / p[1]) / (1 + p[2] * ((a - p[0]) / p[1]))).applying(.logOnePlus) / p[2]
    }
  ) { x, p in
    let change = p[2] * ((x - p[0]) / p[1])
    let y = change.applying(.logOnePlus) / p[2]
    return (-p[1].applying(.log) - (1 + p[2]) * y - (-y).applying(.exp))
      .restricted(toPositive: 1 + change)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// μ.
  public var location: Double { values[0] }

  /// σ.
  public var scale: Double { values[1] }

  /// ξ.
  public var shape: Double { values[2] }

  /// (μ − σ/ξ, ∞), or (−∞, μ − σ/ξ) for ξ < 0; the end is rounded outwards, so that where the density is cut off
  /// lies inside.
  public var support: Interval {
    let end = DoubleDouble(location) - DoubleDouble(scale) / DoubleDouble(shape)
    guard end.isFinite else { return .real }
    return shape > 0
      ? Interval(uncheckedLower: Enclosure(end).lower, upper: .infinity)
      : Interval(uncheckedLower: -.infinity, upper: Enclosure(end).upper)
  }

  /// y = log(1 + ξt)/ξ.
  private func standardized(_ z: Double) -> DoubleDouble {
    let t = (DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)
    return (t * shape).applying(.logOnePlus) / DoubleDouble(shape)
  }

  /// −exp(−y).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(-exponential(-standardized(z)))
  }

  /// log(1 − exp(−exp(−y))).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    let y = standardized(z)
    return y.head > 40 ? -y : logarithm(oneMinusExpOfMinus: exponential(-y))
  }

  /// The rounding of y is among it, which exp(−y) magnifies.
  public var tailError: Double { 4e-13 }

  /// μ + σ((−log p)^−ξ − 1)/ξ.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    let y = -logarithm(-logarithm(p))
    return location + scale * (exponentialMinusOne(shape * y) / shape)
  }

  /// exp(−(1 + ξt)^(−1/ξ)).
  public var lowerTail: Tail {
    let (order, ratio) = (1 / abs(shape), shape / scale)
    return .stretched(
      coefficient: exponential((shape > 0 ? -1 : 1) * order * logarithm(abs(ratio))), order: order)
  }

  /// z^−(1/ξ+1), and (end − z)^(−1/ξ−1) for ξ < 0.
  public var upperTail: Tail {
    .powerLaw(exponent: shape > 0 ? 1 / shape + 1 : -1 / shape - 1)
  }
}
