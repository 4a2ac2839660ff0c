// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@testable import VariationalGap

/// A bound that is larger than what it would have to decide decides nothing.
@Suite struct VerdictTests {
  private func gap(
    _ logEvidence: Estimate, _ elbo: Estimate, _ divergence: Estimate,
    errorKind: ErrorKind = .proven,
    isTight: Bool = false
  ) -> Gap {
    Gap(
      logEvidence: Computed(estimate: logEvidence, evaluations: 1),
      elbo: Computed(estimate: elbo, evaluations: 1),
      divergence: Computed(estimate: divergence, evaluations: 1), errorKind: errorKind,
      isTight: isTight)
  }

  @Test func anIdentityTakesBoundsBelowTheGap() {
    func estimate(_ value: Double, _ error: Double) -> Estimate { Estimate(value, error: error) }
    let good = gap(estimate(-1, 1e-15), estimate(-3, 1e-15), estimate(2, 1e-14))
    #expect(
      good.identity == .yes && good.positivity == .yes && good.status(tolerance: 1e-10) == .ok)
    let rough = gap(estimate(-1, 0.3), estimate(-3, 0.3), estimate(2, 0.2))
    #expect(rough.identity == .yes && rough.positivity == .yes)
    #expect(rough.status(tolerance: 1e-10) == .roundoff)
    let wrong = gap(estimate(-1, 1e-3), estimate(-3, 1e-3), estimate(2.1, 1e-3))
    #expect(wrong.identity == .no)
    let wide = gap(estimate(-1, 1e8), estimate(-3, 1e-3), estimate(2, 1e-3))
    #expect(wide.identity.flag == nil && wide.positivity == .yes)
    #expect(wide.status(tolerance: 1e-10) == .undecided)
    #expect(wide.status(tolerance: 1e10) == .undecided)
    // A gap far below the rounding of the logarithms is no reason to doubt them.
    let tiny = gap(estimate(-1, 1e-15), estimate(-1, 1e-15), estimate(1e-20, 1e-30))
    #expect(tiny.identity == .yes && tiny.positivity == .yes)
    let unknown = gap(estimate(-1, 1e-15), estimate(-1, 1e-15), estimate(1e-20, 1e-18))
    #expect(unknown.positivity.flag == nil && unknown.status(tolerance: 1) == .undecided)
    let tight = gap(estimate(-1, 1e-15), estimate(-1, 1e-15), estimate(1e-33, 0), isTight: true)
    #expect(tight.positivity == .no && tight.divergence.lowerBound == 0)
    #expect(tight.status(tolerance: 1e-10) == .ok)
  }

  /// Where mass may be missing no bound shows that the gap is positive, and no tolerance makes it ok.
  @Test func withoutAllOfTheMassNothingIsShown() {
    let (logEvidence, elbo) = (Estimate(-1, error: 1e-15), Estimate(-3, error: 1e-15))
    let gap = gap(logEvidence, elbo, Estimate(2, error: 1e-15), errorKind: .unverified)
    #expect(gap.status(tolerance: 1) == .unverified)
    #expect(gap.positivity.flag == nil)
    let record = GapRecord(gap, tolerance: 1)
    #expect(record.status == .unverified)
    #expect(record.reason == "not all of the mass was shown to be covered")
  }

  /// log q − log p is integrated to ± 1e8 over a heavy tail, where both sides are about 3.7.
  @Test func aJointIntegralWithoutDigitsCannotTell() throws {
    let result = try FactorizedDivergence([
      .init(q: Exponential(rate: 2), p: Exponential(rate: 1)),
      .init(
        q: StudentT(degreesOfFreedom: 2.5, location: 5, scale: 1),
        p: Normal(mean: 0, standardDeviation: 2)),
    ])
    let difference = try #require(result.difference)
    // A bound of use would do as well.
    guard difference.error > 1e-2 else { return }
    #expect(result.finding == .undecided(difference: difference))
    guard case .cannotTell(let reason) = result.equality else {
      Issue.record("\(result.equality)")
      return
    }
    #expect(reason.contains("their bounds allow"))
  }

  /// Cauchy's mean does not exist; that of a folded one is infinite.
  @Test func momentsOfHeavyTailsAreInfiniteOrUndefined() throws {
    var workspace = try Workspace()
    func moments(_ logJoint: String, _ support: Interval) throws -> (Quantity, Quantity) {
      let posterior = try Model(logJoint: logJoint, support: support)
        .posterior(workspace: &workspace)
      return (
        try posterior.mean(workspace: &workspace), try posterior.variance(workspace: &workspace)
      )
    }
    let cauchy = try moments("-log(1 + z^2)", .real)
    guard case .undefined = cauchy.0, case .undefined = cauchy.1 else {
      Issue.record("\(cauchy)")
      return
    }
    #expect(try moments("-log(1 + z^2)", .positive).0.value == .infinity)
    let negative = try Interval(from: -.infinity, to: 0)
    #expect(try moments("-log(1 + z^2)", negative).0.value == -.infinity)
    // Like z^−2 towards ∞, like exp(z) towards −∞.
    let oneSided = "-log1p_exp(-z) - 2*log(1 + log1p_exp(z))"
    #expect(try moments(oneSided, .real).0.value == .infinity)
    let (mean, variance) = try moments("-1.5*log(1 + z^2)", .real)
    #expect(abs(mean.value) <= mean.error)
    #expect(variance.value == .infinity && variance.estimate == nil)
  }
}

/// Verdicts that the bounds do not allow, in what is shown.
@Suite struct UndecidedTests {
  /// KL 1 ± 0.4 and a closed form 1.2 ± 0.3: neither the same nor different.
  @Test func aWideBoundDoesNotAgreeWithAClosedForm() {
    func comparison(_ error: Double) -> KullbackLeibler.Comparison {
      KullbackLeibler.Comparison(
        divergence: .finite(Estimate(1, error: error)), evaluations: 1, isTight: false,
        errorKind: .proven)
    }
    let wide = comparison(0.4)
    #expect(wide.agreement(with: Estimate(1.2, error: 0.3))?.reason != nil)
    #expect(wide.status(tolerance: 1, besides: Estimate(1.2, error: 0.3)) == .undecided)
    #expect(wide.agreement(with: nil) == nil)
    #expect(wide.status(tolerance: 1, besides: nil) == .ok)
    #expect(wide.agreement(with: Estimate(3, error: 0.3)) == .no)
    #expect(comparison(1e-9).agreement(with: Estimate(1 + 1e-9, error: 1e-12)) == .yes)
  }

  @Test func aRecordSaysWhyItCannotTell() {
    func computed(_ value: Double, _ error: Double) -> Computed {
      Computed(estimate: Estimate(value, error: error), evaluations: 1)
    }
    let record = GapRecord(
      Gap(
        logEvidence: computed(-1, 1e-15), elbo: computed(-1.5, 1e-15),
        divergence: computed(0.5, 0.6), errorKind: .proven), tolerance: 1e-10)
    #expect(record.status == .undecided && record.positivity.flag == nil)
    #expect(record.reason != nil && !record.verdictsHold && record.isComplete)
  }
}
