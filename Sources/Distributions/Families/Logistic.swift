// SPDX-License-Identifier: GPL-3.0-or-later

/// The logistic distribution with density exp(−t)/(σ(1 + exp(−t))²), t = (z − μ)/σ.
public struct Logistic: SymmetricDistribution {
  /// −|t| − 2 log(1 + exp(−|t|)) − log σ, t = (x − μ)/σ, in which nothing cancels in either tail.
  public static let family = Family(
    of: Logistic.self, "logistic", "a logistic distribution",
    .real("mu", "location"), .positive("sigma", "scale"),
    intervals: .logistic { x, p in
      (x - p[0]) / p[1]
    } width: { a, b, p in
      (b - a) / p[1]
    }
  ) { x, p in
    let standardized = (x - p[0]) / p[1]
    // Over many observations the kink of |t| would be everywhere; −t − 2 log(1 + exp(−t)) has none.
    let t = x.isParameter ? standardized : standardized.applying(.magnitude)
    return -t - 2 * (-t).applying(.softplus) - p[1].applying(.log)
  }

  /// ε of μ = 0 and scale 1.
  public static let noise = BaseNoise.logistic

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// −|t| − 2 log(1 + exp(−|t|)) − log σ, t = (z − μ)/σ, in which nothing overflows.
  public func logDensity(_ z: Double) -> Double {
    let t = abs(standardized(z))
    return -t - 2 * logarithm(onePlus: exponential(-t)) - logarithm(scale)
  }

  /// μ.
  public var mean: Double { location }

  /// σ²π²/3.
  public var variance: Double {
    let product = scale * Double.pi
    return product * product / 3
  }

  /// 2 + log σ.
  public var entropy: Double { 2 + logarithm(scale) }

  /// −log(1 + exp(t)).
  func logUpperTail(_ t: Double) -> DoubleDouble {
    t > 0
      ? DoubleDouble(-t) - DoubleDouble(logarithm(onePlus: exponential(-t)))
      : DoubleDouble(-logarithm(onePlus: exponential(t)))
  }

  /// exp(−z/σ).
  public var upperTail: Tail { .stretched(coefficient: 1 / scale, order: 1) }
}
