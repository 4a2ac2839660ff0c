// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature

/// The half-normal distribution of |y|, y ~ N(0, σ²), with density √(2/π) exp(−z²/(2σ²))/σ on z > 0.
public struct HalfNormal: Distribution, Hashable {
  /// σ, the standard deviation of the normal distribution that is folded.
  public let scale: Double

  /// Makes the distribution of |y|, y ~ N(0, σ²).
  ///
  /// - Parameter scale: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other scale.
  public init(scale: Double) throws(DistributionError) {
    self.scale = try DistributionError.requirePositive(
      scale, "the scale of a half-normal distribution")
  }

  /// log √(2/π) = log 2 − ½ log 2π.
  private var logPeak: DoubleDouble { .log(2) - .halfLogTwoPi - .log(scale) }

  /// (0, ∞).
  public var support: Interval { .positive }

  /// ½ log(2/π) − log σ − ½(z/σ)².
  public func logDensity(_ z: Double) -> Double {
    guard z > 0 else { return -.infinity }
    let t = z / scale
    return logPeak.head - 0.5 * t * t
  }

  /// σ√(2/π).
  public var mean: Double { scale * (2 / Double.pi).squareRoot() }

  /// σ²(1 − 2/π).
  public var variance: Double { scale * scale * (1 - 2 / Double.pi) }

  /// 0, the end that the density is largest towards.
  public var mode: Double { 0 }

  /// ½ + ½ log(π/2) + log σ.
  public var entropy: Double { 0.5 - logPeak.head }

  /// log 2 plus that of N(0, σ²) on the positive part of (a, b).
  public func logProbability(from a: Double, to b: Double) -> Double {
    logarithm(2)
      + NormalTail.logProbability(from: max(a, 0) / scale, to: max(b, 0) / scale)
  }

  /// The inverse of the cumulative distribution function.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    GSL.silenceErrorHandler
    // The lower tail of p/2 below the median of |y|, the upper tail of (1 − p)/2 above it.
    return scale
      * (p < 0.5
        ? gsl_cdf_ugaussian_Pinv(0.5 + p / 2) : gsl_cdf_ugaussian_Qinv((1 - p) / 2))
  }

  /// −z²/(2σ²) + ½ log(2/π) − log σ.
  public var exponent: QuadraticExponent? {
    let precision = DoubleDouble(1) / DoubleDouble.product(scale, scale)
    return QuadraticExponent(
      square: .init(coefficient: precision * -0.5, centre: 0), constant: logPeak,
      constantError: 2e-16)
  }

  /// z = σε, ε ~ |N(0, 1)|.
  public var reparameterization: Reparameterization? {
    Reparameterization(base: .halfNormal, location: 0, scale: scale)
  }
}

extension HalfNormal: CustomStringConvertible {
  /// The distribution in Stan's notation.
  public var description: String { "half_normal(\(scale))" }
}
