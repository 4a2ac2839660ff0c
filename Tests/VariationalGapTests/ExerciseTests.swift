// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// The exercise sheet, problem by problem.
@Suite struct ExerciseTests {
  // MARK: 1a

  @Test func noExponentialIsThePosterior() throws {
    var workspace = try Workspace()
    let posterior = try Exercise(theta: 1, x: 2, workspace: &workspace).posterior
    for (family, words) in [
      (QuadraticFamily.exponential, "linear in z"), (.normal, ""), (.halfNormal, ""),
    ] {
      guard case .never(let reason) = try posterior.tightness(of: family) else {
        Issue.record("\(family) cannot be tight")
        continue
      }
      #expect(words.isEmpty || reason.contains(words))
    }
  }

  @Test func theTruncatedNormalIsThePosterior() throws {
    var workspace = try Workspace()
    let posterior = try Exercise(theta: 1, x: 2, workspace: &workspace).posterior
    guard case .tight(let member) = try posterior.tightness(of: .truncatedNormal),
      let truncated = member as? Truncated<Normal>
    else {
      Issue.record("the truncated normal is the posterior")
      return
    }
    #expect(truncated.base.mean == 1 && truncated.base.standardDeviation == 1)
    #expect(truncated.support == .positive)
    let gap = try posterior.gap(of: truncated, workspace: &workspace)
    #expect(gap.divergence.lowerBound <= 0, "a tight gap is not shown to be positive")
    #expect(gap.divergence.value <= 1e-25)
    #expect(gap.identity.isYes)
  }

  @Test func theHalfNormalIsThePosteriorWhereTheLinearTermVanishes() throws {
    var workspace = try Workspace()
    let posterior = try Exercise(theta: 3, x: 3, workspace: &workspace).posterior
    guard case .tight(let member) = try posterior.tightness(of: .halfNormal) else {
      Issue.record("x = θ makes the posterior half-normal")
      return
    }
    #expect(member as? HalfNormal == (try HalfNormal(scale: 1)))
  }

  // MARK: 1b and 1c

  @Test func theSheetsNumbers() throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: 1, x: 2, workspace: &workspace)
    let record = try exercise.record(phi: 0.8, workspace: &workspace)
    #expect(abs(record.logEvidence.value - -1.67275377902345) < 1e-14)
    #expect(abs(record.elbo.value - -2.00829498189046) < 1e-14)
    #expect(abs(record.divergence.value - 0.335541202867013) < 1e-15)
    let point = try #require(record.exercise)
    #expect(abs(point.elboGradientTheta.value - -0.25) < 1e-15)
    #expect(abs(point.elboGradientPhi.value - 1.09375) < 1e-14)
  }

  @Test(arguments: UInt64(1)...20)
  func monteCarloIsWithinFourStandardErrors(seed: UInt64) throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: 1, x: 0.3, workspace: &workspace)
    let comparison = try exercise.compareGradients(
      of: try Exponential(rate: 2), sampleCount: 20_000, seed: seed, workspace: &workspace)
    #expect(comparison.disagreements.isEmpty, "seed \(seed): \(comparison.disagreements)")
    #expect(comparison.methods.count == 5)
  }

  @Test func theStandardErrorShrinksLikeTheRootOfTheCount() throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: 1, x: 0.3, workspace: &workspace)
    let family = try Exponential(rate: 2)
    let few = try exercise.monteCarlo(of: family, count: 1000, seed: 1)
    let many = try exercise.monteCarlo(of: family, count: 100_000, seed: 1)
    let estimates = [few, many].map { estimate in
      ([estimate.elbo] + (estimate.pathwise ?? []) + estimate.score).compactMap { $0 }
    }
    #expect(estimates[0].count == 4)
    for (a, b) in zip(estimates[0], estimates[1]) {
      #expect(a.hasFiniteVariance && b.hasFiniteVariance)
      #expect((7...14).contains(a.standardError / b.standardError))
    }
  }

  @Test func theSameSeedGivesTheSameEstimates() throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: 1, x: 0.3, workspace: &workspace)
    let family = try Exponential(rate: 2)
    #expect(
      try exercise.monteCarlo(of: family, count: 100, seed: 7)
        == exercise.monteCarlo(of: family, count: 100, seed: 7))
  }

  // MARK: The maximum over (θ, φ)

  @Test(arguments: [(2.0, 1.0, -1.91893853320467), (0.5, 4.0, -0.98143853320467)])
  func theElboIsLargestWhereBothRatesAreTwoOverX(x: Double, rate: Double, value: Double) throws {
    guard case .attained(let maximum) = try ExerciseLearning(observations: [x]).maximizeElbo()
    else {
      Issue.record("x > 0 has a maximiser")
      return
    }
    #expect(maximum.rate.value == rate && maximum.familyRates == [maximum.rate])
    #expect(abs(maximum.value.value - value) < 1e-14)
  }

  @Test func twoEqualObservationsHaveTheMaximiserOfOne() throws {
    guard case .attained(let maximum) = try ExerciseLearning(observations: [2, 2]).maximizeElbo()
    else {
      Issue.record("x > 0 has a maximiser")
      return
    }
    #expect(abs(maximum.rate.value - 1) < 1e-14)
    #expect(abs(maximum.value.value - 2 * -1.91893853320467) < 1e-13)
  }

  @Test(arguments: [-1.0, 0, -30])
  func withoutAPositiveObservationThereIsNoMaximiser(x: Double) throws {
    let learning = try ExerciseLearning(observations: [x])
    for outcome in [try learning.maximizeElbo(), try learning.maximizeLikelihood()] {
      guard case .notAttained(let supremum) = outcome else {
        Issue.record("x ≤ 0 has no maximiser")
        continue
      }
      #expect(abs(supremum.value - (-0.5 * x * x - 0.918938533204672742)) < 1e-13)
    }
  }

  /// Where log p at its maximum exceeds the limit θ → ∞ by less than a rounding. For x → 0 the root of
  /// E[z²] = x·E[z] is θ = 2/x + O(x), as that of the ELBO is.
  @Test(arguments: [1e-4, 1e-8, 1e-100])
  func theSmallestPositiveObservationHasAMaximiser(x: Double) throws {
    let learning = try ExerciseLearning(observations: [x])
    guard case .attained(let maximum) = try learning.maximizeLikelihood() else {
      Issue.record("x > 0 has a maximum-likelihood θ")
      return
    }
    #expect(abs(maximum.rate.value * x / 2 - 1) < max(1e-13, x))
  }

  @Test(arguments: [0.05, 0.5, 1, 2, 5, 40])
  func maximumLikelihoodEquatesOneOverThetaWithThePosteriorMean(x: Double) throws {
    guard case .attained(let maximum) = try ExerciseLearning(observations: [x]).maximizeLikelihood()
    else {
      Issue.record("x > 0 has a maximum-likelihood θ")
      return
    }
    var workspace = try Workspace()
    let exercise = try Exercise(theta: maximum.rate.value, x: x, workspace: &workspace)
    let mean = try exercise.posterior.mean(workspace: &workspace).value
    #expect(abs(mean * maximum.rate.value - 1) <= 1e-12)
    for factor in [0.9, 1.1] {
      let other = try Exercise(theta: factor * maximum.rate.value, x: x, workspace: &workspace)
      #expect(other.posterior.logEvidence.value <= maximum.value.value)
    }
    let learning = try ExerciseLearning(observations: [x])
    guard case .attained(let elbo) = try learning.maximizeElbo() else { return }
    #expect(elbo.value.value < maximum.value.value)
  }

  /// The numbers are those of Scripts/learning-reference, on the same file.
  @Test func aThousandObservationsAgreeWithAnIndependentComputation() throws {
    let observations = try PackageRoot.text("Tests/Fixtures/observations.txt").split(
      separator: "\n"
    )
    .compactMap { Double($0) }
    #expect(observations.count == 1000)
    let learning = try ExerciseLearning(observations: observations)
    guard case .attained(let elbo) = try learning.maximizeElbo(),
      case .attained(let likelihood) = try learning.maximizeLikelihood()
    else {
      Issue.record("the observations have a positive mean")
      return
    }
    #expect(abs(elbo.rate.value - 1.4524390941811391) < 1e-12)
    #expect(abs(elbo.value.value - -1993.8964256057952) < 1e-10)
    #expect(elbo.familyRates.count == 1000)
    #expect(abs(likelihood.rate.value - 0.9615618835263334) < 1e-12)
    #expect(abs(likelihood.value.value - -1747.012906069136) < 1e-10)
  }

  /// Roots of the closed forms of both slopes, to 20 digits by mpmath.
  @Test(arguments: [
    ([1e5, 2e5], 0.000013333333333185185185, 6.666666666962962963e-6),
    ([1e8, 2e8], 1.3333333333333333185e-8, 6.666666666666666963e-9),
    ([1e-8, 3e-8], 100000000.00000000118, 99999999.99999999118),
    ([1e-3, 1e6], 3.9999943411694053453e-6, 1.9999984035106286653e-6),
    ([100, -99.99], 0.040000002398161830033, 0.02000200120016036788),
    ([0.5, 1.5, -1], 3.7392848542594411577, 3.3546397686638982082),
    ([1e12, 3e12, 5], 1.4999999999979853945e-12, 7.4999999999906249972e-13),
  ])
  func theMaximiserIsTheRootOfTheSlope(x: [Double], elbo: Double, likelihood: Double) throws {
    let learning = try ExerciseLearning(observations: x)
    let outcomes = [try learning.maximizeElbo(), try learning.maximizeLikelihood()]
    for (outcome, truth) in zip(outcomes, [elbo, likelihood]) {
      guard case .attained(let maximum) = outcome else {
        Issue.record("Σx > 0 has a maximiser")
        continue
      }
      #expect(abs(maximum.rate.value - truth) <= maximum.rate.error + truth.ulp)
      #expect(maximum.rate.error <= 1e-12 * truth, "\(maximum.rate)")
    }
  }

  @Test func learningNeedsFiniteObservations() {
    #expect(throws: InferenceError.self) { try ExerciseLearning(observations: []) }
    #expect(throws: InferenceError.self) { try ExerciseLearning(observations: [1, .nan]) }
  }
}
