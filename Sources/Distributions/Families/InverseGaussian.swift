// SPDX-License-Identifier: GPL-3.0-or-later

/// The inverse Gaussian (Wald) distribution with density √(λ/(2πz³)) exp(−λ(z − μ)²/(2μ²z)) on z > 0.
public struct InverseGaussian: ParametricDistribution {
  /// ½ log λ − ½ log 2π − 3/2 log x − λ(x/μ − 1)²/(2x).
  public static let family = Family(
    of: InverseGaussian.self, "inv_gaussian", "an inverse Gaussian distribution",
    .positive("mu", "mean"), .positive("lambda", "shape")
  ) { x, p in
    let distance = ((x - p[0]) / p[0]).applying(.square)
    return
      (0.5 * p[1].applying(.log) - .constant(.halfLogTwoPi) - 1.5 * x.applying(.log)
      - 0.5 * p[1] * (distance / x)).restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// μ.
  public var mean: Double { values[0] }

  /// λ.
  public var shape: Double { values[1] }

  /// μ³/λ.
  public var variance: Double { mean / shape * mean * mean }

  /// μ(√(1 + r²) − r), r = 3μ/(2λ).
  public var mode: Double {
    let r = 1.5 * mean / shape
    return mean / (hypotenuse(1, r) + r)
  }

  /// exp(−λ/(2z)).
  public var lowerTail: Tail { .stretched(coefficient: shape / 2, order: 1) }

  /// exp(−λz/(2μ²)).
  public var upperTail: Tail { .stretched(coefficient: shape / 2 / mean / mean, order: 1) }
}
