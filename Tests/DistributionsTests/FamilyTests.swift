// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Closed forms by mpmath, and what went wrong once.
struct FamilyTests {
  /// Mean, variance, entropy: 1/λ, 1/λ², 1 − log λ.
  @Test(arguments: [
    (1.0, 1.0, 1.0, 1.0),
    (0.3, 3.3333333333333334567, 11.111111111111111934, 2.2039728043259359926),
    (7, 0.14285714285714285714, 0.020408163265306122449, -0.94591014905531330511),
    (0x1p531, 0x1p-531, 0x1p-1062, -367.0611528773309593),
    (1e-150, 1e150, 1e300, 346.38776394910685),
  ])
  func exponentialMoments(rate: Double, mean: Double, variance: Double, entropy: Double) throws {
    let distribution = try Exponential(rate: rate)
    #expect(relativeError(distribution.mean, mean) < 3e-16)
    #expect(abs(distribution.variance - variance) < 5e-16 * variance + .leastNonzeroMagnitude)
    #expect(relativeError(distribution.entropy, entropy) < 3e-16)
  }

  /// S_φ(1 − 2⁻⁵³) = 53 log 2/φ: the sheet's problem 2b where 1 − u rounds.
  @Test func quantileOfExponentialKeepsTheDigitsOfU() throws {
    #expect(abs(try Exponential(rate: 2).quantile(1 - 0x1p-53) - 36.7368005696771 / 2) < 1e-13)
  }

  @Test func normalMoments() throws {
    let distribution = try Normal(mean: -2, standardDeviation: 0.3)
    #expect(distribution.mean == -2 && distribution.mode == -2)
    #expect(relativeError(distribution.variance, 0.09) < 3e-16)
    // ½ log(2πe σ²).
    #expect(abs(distribution.entropy - 0.21496572887873674916) < 4e-16)
  }

  @Test func halfNormalMoments() throws {
    let distribution = try HalfNormal(scale: 2)
    #expect(relativeError(distribution.mean, 1.5957691216057307117597842397375) < 3e-16)
    #expect(relativeError(distribution.variance, 1.4535209105296746277) < 5e-16)
    // ½ log(πe σ²/2).
    #expect(relativeError(distribution.entropy, 1.4189385332046727418) < 3e-16)
  }

  /// Φ⁻¹(½ + p/2) is 0 for every p below 1e-16.
  @Test(arguments: [
    (1e-300, 1.2533141373155002512e-300), (1e-20, 1.2533141373155002512e-20),
    (1e-3, 0.0012533144654325545383), (0.4999, 0.6743324152899514517),
  ])
  func halfNormalQuantileKeepsSmallProbabilities(_ p: Double, _ truth: Double) throws {
    #expect(relativeError(try HalfNormal(scale: 3).quantile(p), 3 * truth) < 5e-16)
  }

  /// log P(0 < |y| < b) near 1 is −P(|y| > b), not log 2 + log ½ and a rounding.
  @Test func halfNormalProbabilityNearOneKeepsItsDigits() {
    let probability = HalfNormal.standard.logProbability(from: 0, to: 8)
    #expect(relativeError(probability, -1.2441921148543568e-15) < 1e-14)
  }

  /// Survival without the cancellation of 1 − P.
  @Test func tailsHaveTheirDigits() throws {
    // Q(37), by mpmath.
    #expect(relativeError(Normal.standard.survivalProbability(37), 5.7255712225245768e-300) < 1e-15)
    #expect(
      relativeError(Normal.standard.cumulativeProbability(-37), 5.7255712225245768e-300) < 1e-15)
    #expect(
      relativeError(try Exponential(rate: 1).survivalProbability(700), 9.8596765437597708e-305)
        < 1e-15)
    // Not exp(log P), which would leave 14 digits.
    for z in [1e-300, 1e-200, 1e-20] {
      #expect(relativeError(try Exponential(rate: 1).cumulativeProbability(z), z) < 1e-15)
    }
    // P = 1e-400: its logarithm is a double.
    let tiny = try Exponential(rate: 1e-200).logProbability(from: 0, to: 1e-200)
    #expect(relativeError(tiny, -921.03403719761827361) < 1e-15)
  }

  /// (z − μ)/σ itself has to have more digits than a double.
  @Test func standardizedEndsKeepTheirDigits() throws {
    // log Q((1e4 − 0.1)/0.3), with the doubles nearest to 0.1 and 0.3, by mpmath.
    let value = try Normal(mean: 0.1, standardDeviation: 0.3)
      .boundedLogProbability(from: 1e4, to: .infinity).value
    #expect(value.distance(fromHead: -0x1.08e77c3eaa7aap29, tail: -0x1.b07dd6097c325p-25) < 2e-15)
  }
}
