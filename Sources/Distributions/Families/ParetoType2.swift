// SPDX-License-Identifier: GPL-3.0-or-later

/// The Pareto distribution of the second kind (Lomax) with density (α/λ)(1 + (z − μ)/λ)^(−α−1) on z > μ.
public struct ParetoType2: TailDistribution, ParametricDistribution {
  /// log(α/λ) − (α + 1) log(1 + (x − μ)/λ).
  public static let family = Family(
    of: ParetoType2.self, "pareto_type_2", "a Pareto distribution of the second kind",
    .real("mu", "location"), .positive("lambda", "scale"), .positive("alpha", "shape"),
    intervals: .exponential(start: { $0 - $1[0] }) { x, p in
      p[2] * ((x - p[0]) / p[1]).applying(.logOnePlus)
    } logarithm: { x, p in
      p[2].applying(.log) + ((x - p[0]) / p[1]).applying(.logOnePlus).applying(.log)
    } logDifference: { a, b, p in
      p[2].applying(.log)
        + ((b - a) / (p[1] + (a - p[0]))).applying(.logOnePlus).applying(.log)
    }
  ) { x, p in
    let distance = x - p[0]
    return
      ((p[2].applying(.log) - p[1].applying(.log)) - (p[2] + 1)
        * (distance / p[1]).applying(.logOnePlus))
      .restricted(toPositive: distance)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// μ.
  public var location: Double { values[0] }

  /// λ.
  public var scale: Double { values[1] }

  /// α.
  public var shape: Double { values[2] }

  /// (μ, ∞).
  public var support: Interval { Interval(uncheckedLower: location, upper: .infinity) }

  /// μ + λ/(α − 1); ∞ for α ≤ 1.
  public var mean: Double { shape > 1 ? location + scale / (shape - 1) : .infinity }

  /// λ²α/((α − 1)²(α − 2)); ∞ for 1 < α ≤ 2, NaN (undefined, as the mean is infinite) for α ≤ 1.
  public var variance: Double {
    guard shape > 1 else { return .nan }
    let size = scale / (shape - 1)
    return shape > 2 ? size * size * (shape / (shape - 2)) : .infinity
  }

  /// μ, the end.
  public var mode: Double { location }

  /// log(λ/α) + 1/α + 1.
  public var entropy: Double { logarithm(scale) - logarithm(shape) + (1 / shape + 1) }

  /// log(1 + (z − μ)/λ).
  private func logRatio(_ z: Double) -> DoubleDouble {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).applying(.logOnePlus)
  }

  /// log(1 − (1 + (z − μ)/λ)^−α).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    logarithm(oneMinusExpOfMinus: (logRatio(z) * shape).head)
  }

  /// −α log(1 + (z − μ)/λ).
  public func logSurvival(_ z: Double) -> DoubleDouble { logRatio(z) * -shape }

  /// μ + λ((1 − p)^(−1/α) − 1).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return location + scale * exponentialMinusOne(-logarithm(onePlus: -p) / shape)
  }

  /// A positive limit.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// z^−(α+1).
  public var upperTail: Tail { .powerLaw(exponent: shape + 1) }
}
