// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature

/// The half-normal distribution of |y|, y ~ N(0, σ²), with density √(2/π) exp(−z²/(2σ²))/σ on z > 0.
public struct HalfNormal: ParametricDistribution {
  /// −½(x/σ)² − log σ + log 2 − ½ log 2π.
  public static let family = Family(
    of: HalfNormal.self, "half_normal", "a half-normal distribution", .positive("sigma", "scale"),
    intervals: IntervalProbability(start: IntervalProbability.positive) { x, p in
      (x / p[0] / .constant(.squareRootOfTwo)).applying(.errorFunction).applying(.log)
    } upper: { x, p in
      (-(x / p[0])).applying(.logNormalCumulative) + .constant(.log(2))
    } between: { a, b, p in
      .normalInterval(from: a / p[0], to: b / p[0], width: (b - a) / p[0]) + .constant(.log(2))
    }
  ) { x, p in
    (Formula.constant(DoubleDouble.log(2) - .halfLogTwoPi) - 0.5 * (x / p[0]).applying(.square)
      - p[0].applying(.log)).restricted(toPositive: x)
  }

  /// σ, the standard deviation of the normal distribution that is folded.
  public let scale: Double

  /// |N(0, 1)|.
  public static let standard = HalfNormal(uncheckedScale: 1)

  /// The parameters, and the log density.
  public var values: Family.Values { HalfNormal.family.values(unchecked: [scale]) }

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    scale = values[0]
  }

  /// Makes the distribution of |y|, y ~ N(0, σ²).
  ///
  /// - Parameter scale: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other scale.
  public init(scale: Double) throws(DistributionError) {
    self.scale = try HalfNormal.family.checked(scale, 0)
  }

  private init(uncheckedScale scale: Double) { self.scale = scale }

  /// log √(2/π) − log σ = log 2 − ½ log 2π − log σ.
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

  /// log P(a/σ < |y| < b/σ), y ~ N(0, 1).
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    guard a < b, b > 0 else { return .impossible }
    let upper = DoubleDouble(b) / DoubleDouble(scale)
    // −b < y < b has the probability of 0 < |y| < b; near 1 nothing is left to double.
    guard a > 0 else { return NormalTail.logProbability(from: -upper, to: upper) }
    let half = NormalTail.logProbability(
      from: DoubleDouble(a) / DoubleDouble(scale), to: upper)
    return LogProbability(.log(2) + half.value, error: half.error)
  }

  /// The inverse of the cumulative distribution function.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    GSL.silenceErrorHandler
    return scale * (p < 0.5 ? lowerQuantile(p) : gsl_cdf_ugaussian_Qinv((1 - p) / 2))
  }

  /// t with erf(t/√2) = p, for p < ½.
  ///
  /// Φ⁻¹(½ + p/2) has no digits left for small p. Newton's method for a concave, increasing function
  /// rises to the root from any point below it, here from p/erf′(0), at most 8 % below: four steps
  /// square 0.08 down to nothing, relative to the root.
  private func lowerQuantile(_ p: Double) -> Double {
    var t = p * (Double.pi / 2).squareRoot()
    for _ in 0..<5 {
      let density = (2 / Double.pi).squareRoot() * exponential(-0.5 * t * t)
      t += (p - errorFunction(t * 0.5.squareRoot())) / density
    }
    return t
  }

  /// −z²/(2σ²) + ½ log(2/π) − log σ; `nil` where σ is not between 1e-145 and 1e145, since 1/σ² then
  /// has no 31 digits in doubles.
  public var exponent: QuadraticExponent? {
    QuadraticExponent.Square(centre: 0, standardDeviation: scale).map {
      QuadraticExponent(square: $0, constant: logPeak, constantError: 2e-16)
    }
  }

  /// z = σε, ε ~ |N(0, 1)|.
  public var reparameterization: Reparameterization? {
    Reparameterization(noise: .halfNormal, location: 0, scale: scale)
  }

  /// Positive at 0.
  public var lowerTail: Tail { .powerLaw(exponent: 0) }

  /// exp(−z²/(2σ²)).
  public var upperTail: Tail { .stretched(coefficient: 0.5 / (scale * scale), order: 2) }

  /// −1/(2σ²) for z².
  public var naturalParameters: [NaturalParameter] {
    [.square(-0.5 / (scale * scale))]
  }
}
