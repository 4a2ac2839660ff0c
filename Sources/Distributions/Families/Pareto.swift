// SPDX-License-Identifier: GPL-3.0-or-later

/// The Pareto distribution with density α y_minᵅ z^−(α+1) on z > y_min.
public struct Pareto: TailDistribution, ParametricDistribution {
  /// log α − log y_min − (α + 1) log(x/y_min).
  public static let family = Family(
    of: Pareto.self, "pareto", "a Pareto distribution",
    .positive("y_min", "minimum"), .positive("alpha", "shape"),
    intervals: .exponential(start: { $0 - $1[0] }) { x, p in
      p[1] * (x / p[0]).applying(.log)
    } logarithm: { x, p in
      p[1].applying(.log) + Formula.logRatio(p[0], x).applying(.log)
    } logDifference: { a, b, p in
      p[1].applying(.log) + Formula.logRatio(a, b).applying(.log)
    }
  ) { x, p in
    (p[1].applying(.log) - p[0].applying(.log) - (p[1] + 1) * (x / p[0]).applying(.log))
      .restricted(toPositive: x - p[0])
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - minimum: y_min, positive and finite.
  ///   - shape: α, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(minimum: Double, shape: Double) throws(DistributionError) {
    values = try Pareto.family.values([minimum, shape])
  }

  /// y_min.
  public var minimum: Double { values[0] }

  /// α.
  public var shape: Double { values[1] }

  /// α log(z/y_min).
  private func fall(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z) / DoubleDouble(minimum)).applying(.log) * shape
  }

  /// (y_min, ∞).
  public var support: Interval { Interval(uncheckedLower: minimum, upper: .infinity) }

  /// αy_min/(α − 1); ∞ for α ≤ 1.
  public var mean: Double { shape > 1 ? minimum * (shape / (shape - 1)) : .infinity }

  /// y_min²α/((α − 1)²(α − 2)); ∞ for 1 < α ≤ 2, NaN (undefined, as the mean is infinite) for α ≤ 1.
  public var variance: Double {
    guard shape > 1 else { return .nan }
    guard shape > 2 else { return .infinity }
    let ratio = minimum / (shape - 1)
    return ratio * ratio * (shape / (shape - 2))
  }

  /// y_min, the end that the density is largest towards.
  public var mode: Double { minimum }

  /// log(y_min/α) + 1/α + 1.
  public var entropy: Double { logarithm(minimum) - logarithm(shape) + 1 / shape + 1 }

  /// log(1 − (y_min/z)ᵅ).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    logarithm(oneMinusExpOfMinus: fall(z).head)
  }

  /// −α log(z/y_min).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    -fall(z)
  }

  /// y_min (1 − p)^(−1/α).
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    return minimum * exponential(-logarithm(onePlus: -p) / shape)
  }

  /// Positive at y_min.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// z^−(α+1).
  public var upperTail: Tail { .powerLaw(exponent: shape + 1) }

  /// −α − 1 for log z, the minimum fixed.
  public var naturalParameters: [NaturalParameter] {
    [.logarithm(-shape - 1)]
  }
}
