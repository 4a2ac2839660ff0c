// SPDX-License-Identifier: GPL-3.0-or-later

/// The gamma distribution with density βᵅ zᵅ⁻¹ exp(−βz)/Γ(α) on z > 0.
///
/// The second parameter is the rate β, as in Stan; GSL, NumPy and SciPy take the scale 1/β.
public struct Gamma: TailDistribution, ParametricDistribution {
  /// α log β − log Γ(α) + (α − 1) log x − βx.
  public static let family = Family(
    of: Gamma.self, "gamma", "a gamma distribution",
    .positive("alpha", "shape"), .positive("beta", "rate"),
    intervals: .gamma { p in
      p[0]
    } standardized: { x, p in
      x * p[1]
    } logarithm: { x, p in
      x.applying(.log) + p[1].applying(.log)
    }
  ) { x, p in logDensity(of: x, shape: p[0], rate: p[1]) }

  /// That of the density, also for numbers as large as 1e300 as the shape.
  static func logDensity(of x: Formula, shape: Formula, rate: Formula) -> Formula {
    let plain =
      (shape - 1) * x.applying(.log) - rate * x
      + (shape * rate.applying(.log) - shape.applying(.logGamma))
    let kernel = x.gammaKernel(shape: shape, times: rate)
    return (kernel.map { $0 - x.applying(.log) } ?? plain).restricted(toPositive: x)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - shape: α, positive and finite.
  ///   - rate: β, in units of 1/z, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(shape: Double, rate: Double) throws(DistributionError) {
    values = try Gamma.family.values([shape, rate])
  }

  /// α.
  public var shape: Double { values[0] }

  /// β, in units of 1/z.
  public var rate: Double { values[1] }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// α/β.
  public var mean: Double { shape / rate }

  /// α/β².
  public var variance: Double { shape / rate / rate }

  /// (α − 1)/β, or the end 0, where the density is unbounded for α < 1.
  public var mode: Double { max(0, shape - 1) / rate }

  /// α − log β + log Γ(α) + (1 − α)ψ(α), with log Γ by Stirling's formula: its terms cancel.
  public var entropy: Double {
    // (α − ½)(log α − ψ(α)) + ½ψ(α) + ½ log 2π + r(α), r Stirling's remainder
    (0.5 - shape) * digammaExcess(shape) + 0.5 * digamma(shape)
      + DoubleDouble.halfLogTwoPi.head + stirlingRemainder(shape) - logarithm(rate)
  }

  /// log P(α, βz), P the incomplete gamma function.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(IncompleteGamma.logLower(shape, .product(rate, z)))
  }

  /// log Q(α, βz).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(IncompleteGamma.logUpper(shape, .product(rate, z)))
  }

  /// That of the incomplete gamma function.
  public var tailError: Double { 2e-14 }

  /// z^(α−1).
  public var lowerTail: Tail { .powerLaw(exponent: shape - 1) }

  /// exp(−βz).
  public var upperTail: Tail { .stretched(coefficient: rate, order: 1) }

  /// (α − 1, −β) for (log z, z).
  public var naturalParameters: [NaturalParameter] {
    [.logarithm(shape - 1), .linear(-rate)]
  }
}
