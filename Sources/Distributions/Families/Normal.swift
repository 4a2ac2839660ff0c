// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL
internal import Quadrature

/// The normal distribution N(μ, σ²), with density exp(−(z − μ)²/(2σ²))/(σ√(2π)).
///
/// The second parameter is the standard deviation σ, as in Stan.
public struct Normal: ParametricDistribution {
  /// −½((x − μ)/σ)² − log σ − ½ log 2π.
  public static let family = Family(
    of: Normal.self, "normal", "a normal distribution",
    .real("mu", "mean"), .positive("sigma", "standard deviation"),
    intervals: .normal()
  ) { x, p in
    -0.5 * ((x - p[0]) / p[1]).applying(.square) - p[1].applying(.log)
      - .constant(.halfLogTwoPi)
  }

  /// μ.
  public let mean: Double

  /// σ, in units of z.
  public let standardDeviation: Double

  /// N(0, 1).
  public static let standard = Normal(uncheckedMean: 0, standardDeviation: 1)

  /// The parameters, and the log density.
  public var values: Family.Values { Normal.family.values(unchecked: [mean, standardDeviation]) }

  /// Makes the member with these parameters.
  public init(values: Family.Values) {
    mean = values[0]
    standardDeviation = values[1]
  }

  /// Makes N(μ, σ²).
  ///
  /// - Parameters:
  ///   - mean: μ, finite.
  ///   - standardDeviation: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(mean: Double, standardDeviation: Double) throws(DistributionError) {
    self.mean = try Normal.family.checked(mean, 0)
    self.standardDeviation = try Normal.family.checked(standardDeviation, 1)
  }

  private init(uncheckedMean mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// −½((z − μ)/σ)² − ½ log 2π − log σ.
  public func logDensity(_ z: Double) -> Double {
    let t = (z - mean) / standardDeviation
    return -0.5 * t * t - DoubleDouble.halfLogTwoPi.head - logarithm(standardDeviation)
  }

  /// σ².
  public var variance: Double { standardDeviation * standardDeviation }

  /// μ.
  public var mode: Double { mean }

  /// ½ + ½ log 2π + log σ.
  public var entropy: Double {
    0.5 + DoubleDouble.halfLogTwoPi.head + logarithm(standardDeviation)
  }

  /// log(Φ((b − μ)/σ) − Φ((a − μ)/σ)), from the tail that is smaller.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    NormalTail.logProbability(from: standardized(a), to: standardized(b))
  }

  /// (z − μ)/σ.
  private func standardized(_ z: Double) -> DoubleDouble {
    (DoubleDouble(z) - DoubleDouble(mean)) / DoubleDouble(standardDeviation)
  }

  /// The inverse of the cumulative distribution function, by Wichura's algorithm AS 241 in GSL.
  public func quantile(_ p: Double) -> Double {
    guard (0...1).contains(p) else { return .nan }
    GSL.silenceErrorHandler
    return mean + standardDeviation * gsl_cdf_ugaussian_Pinv(p)
  }

  /// −(z − μ)²/(2σ²) − log σ − ½ log 2π; `nil` where σ is not between 1e-145 and 1e145, since
  /// 1/σ² then has no 31 digits in doubles.
  public var exponent: QuadraticExponent? {
    QuadraticExponent.Square(centre: mean, standardDeviation: standardDeviation).map {
      QuadraticExponent(square: $0, constant: -.halfLogTwoPi - .log(standardDeviation))
    }
  }

  /// z = μ + σε, ε ~ N(0, 1).
  public var reparameterization: Reparameterization? {
    Reparameterization(noise: .normal, location: mean, scale: standardDeviation)
  }

  /// exp(−z²/(2σ²)).
  public var lowerTail: Tail { upperTail }

  /// exp(−z²/(2σ²)).
  public var upperTail: Tail {
    .stretched(coefficient: 0.5 / (standardDeviation * standardDeviation), order: 2)
  }

  /// (μ/σ², −1/(2σ²)) for (z, z²).
  public var naturalParameters: [NaturalParameter] {
    let square = standardDeviation * standardDeviation
    return [.linear(mean / square), .square(-0.5 / square)]
  }
}
