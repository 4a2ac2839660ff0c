// SPDX-License-Identifier: GPL-3.0-or-later

import Certificate
import Distributions
import Testing

/// Proofs over a range of a parameter.
struct LeastGapTests {
  private static func certificate(
    _ prior: String, _ likelihood: String, _ observations: [Observation]
  ) throws -> Certificate {
    Certificate(
      of: try CertifiedModel(
        prior: try DistributionSpec.member(prior), likelihood: try LikelihoodSpec.parse(likelihood),
        observations: observations))
  }

  private static func exercise() throws -> Certificate {
    try certificate("exponential(1)", "normal(z, 1)", [0.3])
  }

  /// What is proven of a family of two parameters, or of one.
  private static func proof(
    _ certificate: Certificate, _ family: Family, _ parameters: [Double],
    over range: ClosedRange<Double>
  ) throws -> CertifiedLeastGap {
    let result = certificate.leastGap(of: family, parameters: parameters, varying: 0, over: range)
    guard case .proven(let proof) = result else {
      Issue.record("\(result)")
      throw CancellationError()
    }
    return proof
  }

  /// The least gap at φ* = 1.8069…, by its closed form in 40 digits.
  @Test(arguments: [0.01...100, 0...Double.infinity, 1.5...2])
  func boundsTheExercise(_ range: ClosedRange<Double>) throws {
    let proof = try Self.proof(try Self.exercise(), Exponential.family, [1], over: range)
    let least = 0.030276539066385
    #expect(proof.gap.lowerBound <= least + 1e-15 && proof.gap.lowerBound >= 0.99 * least)
    #expect(proof.gap.upperBound >= least - 1e-15 && proof.gap.upperBound <= 1.01 * least)
    #expect(proof.place.contains(1.8069))
  }

  /// KL(gamma(α, 4)‖gamma(6, 3)) is least at 0.01837…; by mpmath. Where q can be the posterior the gap is not positive,
  /// and nothing else is said.
  @Test func boundsAShape() throws {
    let certificate = try Self.certificate("gamma(2, 1)", "poisson(z)", [3, 1])
    let proof = try Self.proof(certificate, Gamma.family, [1, 4], over: 3...20)
    #expect(proof.gap.lowerBound <= 0.0183705815 && proof.gap.lowerBound > 0.0181)
    #expect(proof.place.lowerBound < 7.84 && proof.place.upperBound > 7.83)
    let tight = try Self.proof(certificate, Gamma.family, [1, 3], over: 5...7)
    #expect(tight.gap.lower == "0" && tight.gap.upperBound < 1e-6)
  }

  @Test func refusesASupportThatMoves() throws {
    let result = try Self.exercise().leastGap(
      of: Uniform.family, parameters: [0, 1], varying: 1, over: 1...2)
    guard case .notDecided = result else {
      Issue.record("\(result)")
      return
    }
  }
}
