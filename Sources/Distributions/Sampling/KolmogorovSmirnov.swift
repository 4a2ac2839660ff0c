// SPDX-License-Identifier: GPL-3.0-or-later

/// The test of Kolmogorov and Smirnov: was a sample drawn from a distribution?
///
/// The statistic is the largest distance between the cumulative distribution function F and the
/// share of the sample that is not above z:
///
/// ```text
/// Dₙ = maxᵢ max(i/n − F(zᵢ), F(zᵢ) − (i − 1)/n),    z₁ ≤ z₂ ≤ … ≤ zₙ
/// ```
///
/// If the sample was drawn from the distribution, the p-value is uniform on (0, 1): a test "at 1 %"
/// rejects where it is below 0.01, and so one true sample in a hundred. The parameters of the
/// distribution have to be known beforehand: fitted to the same sample they make the p-value too
/// large.
public struct KolmogorovSmirnov: Sendable, Hashable {
  /// Dₙ, between 1/(2n) and 1.
  public let statistic: Double

  /// n, the size of the sample.
  public let count: Int

  /// P(Dₙ ≥ statistic) for a sample of the distribution.
  public let pValue: Double

  /// Compares a sample with a distribution.
  ///
  /// - Parameters:
  ///   - sample: at least one number, in any order.
  ///   - distribution: where it is supposed to come from.
  /// - Throws: ``DistributionError`` for an empty sample, and for one that holds a NaN.
  public init(
    _ sample: [Double], against distribution: some Distribution
  ) throws(DistributionError) {
    guard !sample.isEmpty else {
      throw DistributionError(
        parameter: "the sample of a Kolmogorov-Smirnov test", value: "none",
        requirement: "at least one number")
    }
    if let index = sample.firstIndex(where: { $0.isNaN }) {
      throw DistributionError(
        parameter: "the sample of a Kolmogorov-Smirnov test", value: "nan at index \(index)",
        requirement: "made of numbers")
    }
    let n = Double(sample.count)
    var largest = 0.0
    for (index, z) in sample.sorted().enumerated() {
      let probability = distribution.cumulativeProbability(z)
      let (before, after) = (Double(index) / n, Double(index + 1) / n)
      largest = max(largest, after - probability, probability - before)
    }
    statistic = largest
    count = sample.count
    pValue = KolmogorovDistribution(sampleSize: sample.count).survival(largest)
  }
}
