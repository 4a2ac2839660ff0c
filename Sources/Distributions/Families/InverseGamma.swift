// SPDX-License-Identifier: GPL-3.0-or-later

/// The inverse gamma distribution with density βᵅ z⁻ᵅ⁻¹ exp(−β/z)/Γ(α) on z > 0: that of 1/y, y ~
/// ``Gamma`` of shape α and rate β.
public struct InverseGamma: TailDistribution, ShapeScaleParameters {
  /// α log β − log Γ(α) − (α + 1) log x − β/x.
  public static let family = Family(
    of: InverseGamma.self, "inv_gamma", "an inverse gamma distribution",
    .positive("alpha", "shape"), .positive("beta", "scale"),
    intervals: .gamma(isFalling: true) { p in
      p[0]
    } standardized: { x, p in
      1 / x * p[1]
    } logarithm: { x, p in
      p[1].applying(.log) - x.applying(.log)
    }
  ) { x, p in
    let (shape, scale) = (p[0], p[1])
    let plain =
      shape * scale.applying(.log) - shape.applying(.logGamma) - (shape + 1) * x.applying(.log)
      - scale / x
    // β/(αx) − 1, whose digits near 0 matter more the larger α is, and less those of β/(αx) far out.
    let mode = scale / shape
    let isHuge = (shape.constantValue?.head ?? 0) > 1e20
    let kernel = Formula.gammaKernel(shape: shape, distance: isHuge ? (mode - x) / x : mode / x - 1)
    return (kernel.map { $0 - x.applying(.log) } ?? plain).restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// β/(α − 1); ∞ for α ≤ 1.
  public var mean: Double { shape > 1 ? scale / (shape - 1) : .infinity }

  /// β²/((α − 1)²(α − 2)); ∞ for 1 < α ≤ 2, NaN (undefined, as the mean is infinite) for α ≤ 1.
  public var variance: Double {
    guard shape > 1 else { return .nan }
    return shape > 2 ? mean * mean / (shape - 2) : .infinity
  }

  /// β/(α + 1).
  public var mode: Double { scale / (shape + 1) }

  /// α + log β + log Γ(α) − (1 + α)ψ(α), with log Γ by Stirling's formula: its terms cancel.
  public var entropy: Double {
    // −(α + ½)(ψ(α) − log α) − ½ψ(α) − log α + ½ log 2π + r(α) + log β
    -(0.5 + shape) * digammaExcess(shape) - 0.5 * digamma(shape) - logarithm(shape)
      + DoubleDouble.halfLogTwoPi.head + stirlingRemainder(shape) + logarithm(scale)
  }

  /// log Q(α, β/z), Q the incomplete gamma function.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(IncompleteGamma.logUpper(shape, DoubleDouble(scale) / DoubleDouble(z)))
  }

  /// log P(α, β/z).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(IncompleteGamma.logLower(shape, DoubleDouble(scale) / DoubleDouble(z)))
  }

  /// That of the incomplete gamma function.
  public var tailError: Double { 2e-14 }

  /// exp(−β/z).
  public var lowerTail: Tail { .stretched(coefficient: scale, order: 1) }

  /// z^−(α+1).
  public var upperTail: Tail { .powerLaw(exponent: shape + 1) }

  /// (−α − 1, −β) for (log z, 1/z).
  public var naturalParameters: [NaturalParameter] {
    [
      .logarithm(-shape - 1), NaturalParameter("1/z", 1 / Formula.latent, -scale),
    ]
  }
}
