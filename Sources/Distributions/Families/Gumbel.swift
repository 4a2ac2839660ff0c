// SPDX-License-Identifier: GPL-3.0-or-later

/// The Gumbel distribution of largest values with density exp(−t − exp(−t))/β, t = (z − μ)/β.
public struct Gumbel: LocationScaleDistribution {
  /// −t − exp(−t) − log β, t = (x − μ)/β.
  public static let family = Family(
    of: Gumbel.self, "gumbel", "a Gumbel distribution",
    .real("mu", "location"), .positive("beta", "scale"),
    intervals: .gumbel { x, p in
      (p[0] - x) / p[1]
    } fall: { a, b, p in
      (b - a) / p[1]
    }
  ) { x, p in
    let t = (x - p[0]) / p[1]
    return -t - (-t).applying(.exp) - p[1].applying(.log)
  }

  /// ε of μ = 0 and scale 1.
  public static let noise = BaseNoise.gumbel

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// −(t + exp(−t)) − log β, t = (z − μ)/β.
  public func logDensity(_ z: Double) -> Double {
    let t = standardized(z)
    // t + exp(−t) would be −∞ + ∞.
    return t < -800 ? -.infinity : -(t + exponential(-t)) - logarithm(scale)
  }

  /// μ + γβ.
  public var mean: Double { location + eulerGamma * scale }

  /// π²β²/6.
  public var variance: Double {
    let product = scale * Double.pi
    return product * product / 6
  }

  /// log β + γ + 1.
  public var entropy: Double { logarithm(scale) + (eulerGamma + 1) }

  /// −exp(−t).
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(-exponential(-standardized(z)))
  }

  /// log(1 − exp(−exp(−t))).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    let t = standardized(z)
    // Beyond 40 the probability is exp(−t) to the last digit.
    return t > 40 ? DoubleDouble(-t) : logarithm(oneMinusExpOfMinus: exponential(-t))
  }

  /// The rounding of t is among it, which exp(−t) magnifies.
  public var tailError: Double { 4e-13 }

  /// exp(−exp(μ/β) exp(|z|/β)); the coefficient may overflow to ∞, or underflow to 0, where the rate
  /// alone tells which of two such tails is the lighter one.
  public var lowerTail: Tail {
    .doublyExponential(coefficient: exponential(location / scale), rate: 1 / scale)
  }

  /// exp(−z/β).
  public var upperTail: Tail { .stretched(coefficient: 1 / scale, order: 1) }
}
