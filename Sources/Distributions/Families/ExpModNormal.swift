// SPDX-License-Identifier: GPL-3.0-or-later

/// The exponentially modified normal distribution: that of x + y, x ~ N(μ, σ²), y ~ ``Exponential`` of rate λ.
public struct ExpModNormal: ParametricDistribution {
  /// log λ − λσu + ½λ²σ² + log Φ(u − λσ), u = (x − μ)/σ.
  public static let family = Family(
    of: ExpModNormal.self, "exp_mod_normal", "an exponentially modified normal distribution",
    .real("mu", "mean of the normal part"),
    .positive("sigma", "standard deviation of the normal part"),
    .positive("lambda", "rate of the exponential part")
  ) { x, p in
    let (u, product) = ((x - p[0]) / p[1], p[2] * p[1])
    return p[2].applying(.log) - product * u + 0.5 * product.applying(.square)
      + (u - product).applying(.logNormalCumulative)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// μ + 1/λ.
  public var mean: Double { values[0] + 1 / values[2] }

  /// σ² + 1/λ².
  public var variance: Double { values[1] * values[1] + 1 / (values[2] * values[2]) }

  /// exp(−½u²).
  public var lowerTail: Tail {
    .stretched(coefficient: 0.5 / (values[1] * values[1]), order: 2)
  }

  /// exp(−λz).
  public var upperTail: Tail { .stretched(coefficient: values[2], order: 1) }
}
