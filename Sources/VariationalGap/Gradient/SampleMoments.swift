// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// A running mean and its standard error (Welford, Technometrics 4, 1962).
struct SampleMoments {
  private(set) var count = 0
  private(set) var mean = 0.0
  private var sumOfSquares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    sumOfSquares += distance * (value - mean)
  }

  /// The standard deviation of the mean; ∞ for fewer than two values.
  var standardError: Double {
    guard count > 1 else { return .infinity }
    return (sumOfSquares / Double(count - 1) / Double(count)).squareRoot()
  }

  /// The mean, given whether what is averaged has a variance.
  func estimate(hasFiniteVariance: Bool) -> SampledValue {
    SampledValue(
      mean: mean, standardError: standardError, count: count, hasFiniteVariance: hasFiniteVariance)
  }
}

/// A Monte Carlo estimate.
public struct SampledValue: Sendable, Hashable {
  /// The mean over the samples.
  public let mean: Double

  /// The standard deviation of the mean, estimated from the same samples.
  public let standardError: Double

  /// How many samples there are.
  public let count: Int

  /// The variance of one sample, estimated from the same samples, without a bound on its error; +∞ where there is none.
  public var variance: Quantity {
    hasFiniteVariance
      ? .finite(Estimate(standardError * standardError * Double(count), error: .nan))
      : .infinite(.plus, reason: "it has no variance")
  }

  /// Whether what is averaged has a variance: the standard error means nothing without.
  public let hasFiniteVariance: Bool

  /// The mean with four standard errors, a bound that fails once in 16,000 times; ∞ without a variance.
  public var estimate: Estimate {
    Estimate(mean, error: hasFiniteVariance ? 4 * standardError : .infinity)
  }
}
