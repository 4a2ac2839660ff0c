// SPDX-License-Identifier: GPL-3.0-or-later

import Certificate
import Distributions
import Testing

/// Proofs over a range of a parameter.
struct LeastGapTests {
  private static func exercise() throws -> CertifiedModel {
    try CertifiedModel(
      prior: try DistributionSpec.member("exponential(1)"),
      likelihood: try LikelihoodSpec.parse("normal(z, 1)"), observations: [0.3])
  }

  /// The least gap at φ* = 1.8069…, by its closed form in 40 digits.
  @Test(arguments: [0.01...100, 0...Double.infinity, 1.5...2])
  func boundsTheExercise(_ range: ClosedRange<Double>) throws {
    let result = Certificate(of: try LeastGapTests.exercise()).leastGap(
      of: Exponential.family, parameters: [1], varying: 0, over: range)
    guard case .proven(let proof) = result else {
      Issue.record("\(result)")
      return
    }
    let least = 0.030276539066385
    #expect(proof.gap.lowerBound <= least + 1e-15 && proof.gap.lowerBound >= 0.99 * least)
    #expect(proof.gap.upperBound >= least - 1e-15 && proof.gap.upperBound <= 1.01 * least)
    #expect(proof.place.contains(1.8069))
  }

  /// KL(gamma(α, 4)‖gamma(6, 3)) is least at 0.01837…; by mpmath.
  @Test func boundsAShape() throws {
    let model = try CertifiedModel(
      prior: try DistributionSpec.member("gamma(2, 1)"),
      likelihood: try LikelihoodSpec.parse("poisson(z)"), observations: [3, 1])
    let result = Certificate(of: model).leastGap(
      of: Gamma.family, parameters: [1, 4], varying: 0, over: 3...20)
    guard case .proven(let proof) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(proof.gap.lowerBound <= 0.0183705815 && proof.gap.lowerBound > 0.0181)
    #expect(proof.place.lowerBound < 7.84 && proof.place.upperBound > 7.83)
  }

  /// Where q can be the posterior the gap is not positive, and nothing else is said.
  @Test func saysZeroWhereQCanBeThePosterior() throws {
    let model = try CertifiedModel(
      prior: try DistributionSpec.member("gamma(2, 1)"),
      likelihood: try LikelihoodSpec.parse("poisson(z)"), observations: [3, 1])
    let result = Certificate(of: model).leastGap(
      of: Gamma.family, parameters: [1, 3], varying: 0, over: 5...7)
    guard case .proven(let proof) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(proof.gap.lower == "0" && proof.gap.upperBound < 1e-6)
  }

  @Test func refusesASupportThatMoves() throws {
    let result = Certificate(of: try LeastGapTests.exercise()).leastGap(
      of: Uniform.family, parameters: [0, 1], varying: 1, over: 1...2)
    guard case .notDecided = result else {
      Issue.record("\(result)")
      return
    }
  }
}
