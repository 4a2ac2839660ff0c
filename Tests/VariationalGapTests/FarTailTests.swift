// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// What is decided, and what is bounded, far out: infinite divergences, those that no double holds, and
/// integrands that have a kink or a bounded shape on the way.
@Suite struct FarTailTests {
  /// E_q[log p] has log Γ(z) in it, which grows like z log z: it is finite where q has a mean, and the index of
  /// its tail decides that, whatever the sign of the term in z.
  @Test(arguments: [
    ("chi_square(z)", 3), ("gamma(z, 1)", 50), ("gamma(z, z)", 3), ("inv_gamma(z, 2)", 0.5),
  ])
  func aLogGammaIsAsInfiniteAsTheTailSays(likelihood: String, x: Double) throws {
    var workspace = try Workspace()
    let posterior = try Model(prior: "gamma(2, 1)", likelihood: likelihood, observations: [x])
      .posterior(workspace: &workspace)
    for q in ["inv_gamma(1, 1)", "student_t(1, 0, 1) T[0, ]", "pareto(1, 1)", "inv_gamma(0.7, 3)"] {
      let gap = try posterior.gap(of: try DistributionSpec.parse(q), workspace: &workspace)
      #expect(gap.divergence.estimate == nil && gap.elbo.estimate == nil, "\(q)")
    }
    let gap = try posterior.gap(
      of: try DistributionSpec.parse("inv_gamma(1.2, 1)"), workspace: &workspace)
    let divergence = try #require(gap.divergence.estimate)
    #expect(divergence.error < 1e-9 * divergence.value && gap.identity.isYes, "\(divergence)")
  }

  /// Infinity is a theorem about formulas: 2.8e471 is a number.
  @Test(arguments: [
    ("beta(5.848660915822218e-12, 4.76e-14)", "logistic(-2.79e+284, 1e-187)"),
    ("beta(2, 3)", "normal(1e200, 1e-20)"), ("beta(2, 3)", "normal(1e140, 1e-20)"),
    ("lognormal(0, 20)", "normal(0, 1e-20)"), ("exponential(1e-200)", "normal(0, 1e-200)"),
    ("gumbel(0, 1)", "gumbel(0, 1e-3)"),
  ])
  func whatOverflowsIsNotInfinite(q: String, p: String) throws {
    var workspace = try Workspace()
    #expect(throws: InferenceError.overflow(quantity: "KL(q‖p)")) {
      _ = try KullbackLeibler.divergence(
        from: DistributionSpec.parse(q), to: DistributionSpec.parse(p), workspace: &workspace)
    }
  }

  /// Seen from the end μ, 1 + (z − μ)/λ is 1 + u/λ, also where 31 digits of μ/λ have no place for the 1: the closed form
  /// ½E_q[z²] + log(α/λ) − 1 − 1/α + ½ log 2π, whose first term is all of it.
  @Test(arguments: [
    ("pareto_type_2(-1.565e32, 1e-30, 3)", 1.565e32), ("pareto_type_2(1e40, 1e-40, 2.5)", 1e40),
    ("pareto_type_2(-7e100, 1e-50, 4)", 7e100),
  ])
  func whatCancelsIsExact(q: String, location: Double) throws {
    var workspace = try Workspace()
    let divergence = try KullbackLeibler.divergence(
      from: DistributionSpec.parse(q), to: DistributionSpec.parse("normal(0, 1)"),
      workspace: &workspace)
    let truth = 0.5 * location * location
    #expect(abs(divergence.value - truth) <= divergence.error + 4e-16 * truth, "\(divergence)")
    #expect(divergence.error < 1e-9 * truth)
  }

  /// Where a condition does not hold the density is 0, and nothing overflowed.
  @Test(arguments: ["uniform(z, 1)", "uniform(-1, exp(z))", "pareto(exp(z), 1)", "uniform(0, z^2)"])
  func aConditionOnTheLatentMakesTheDivergenceInfinite(likelihood: String) throws {
    var workspace = try Workspace()
    let gap = try Model(prior: "normal(0, 1)", likelihood: likelihood, observations: [0.5])
      .posterior(workspace: &workspace)
      .gap(of: Normal(mean: 0, standardDeviation: 1), workspace: &workspace)
    #expect(gap.divergence.estimate == nil)
  }

  /// By mpmath at 40 digits.
  @Test(arguments: [
    (
      "chi_square(z/(1 + z))", 1, "-1.82454915194418637355565236064761685",
      "0.0489659424098126109136802139144914411"
    ),
    (
      "beta(z/(1 + z), 2)", 0.3, "0.0501349541357418826051636974410405002",
      "0.0365834485768368849225230759459790418"
    ),
  ])
  func aShapeThatStaysBoundedHasItsDigits(
    likelihood: String, x: Double, evidence: String, divergence: String
  ) throws {
    var workspace = try Workspace()
    let posterior = try Model(prior: "gamma(2, 1)", likelihood: likelihood, observations: [x])
      .posterior(workspace: &workspace)
    let gap = try posterior.gap(of: Gamma(shape: 2, rate: 1), workspace: &workspace)
    #expect(posterior.logEvidence.covers(Truth(evidence)))
    #expect(gap.divergence.bounded.covers(Truth(divergence)))
    #expect(gap.divergence.bounded.error < 1e-13 && gap.identity.isYes)
  }

  /// −1.1|eᶻ − 5.12| − z² on z > 0, by mpmath at 40 digits.
  @Test func aKinkInAnExponentialIsABreakPoint() throws {
    var workspace = try Workspace()
    let posterior = try Model(logJoint: "-1.1*abs(exp(z) - 5.12) - z^2", support: .positive)
      .posterior(workspace: &workspace)
    let gap = try posterior.gap(of: HalfNormal(scale: 1), workspace: &workspace)
    #expect(posterior.logEvidence.covers("-2.97907276505317267808021688117097667"))
    #expect(gap.elbo.bounded.covers("-3.61084465829423699908189399252343776"))
    #expect(gap.divergence.bounded.covers("0.631771893241064321001677135352461094"))
    #expect(gap.divergence.bounded.error < 1e-12 && gap.identity.isYes)
  }

  /// 3e10 widths from 0, by mpmath at 60 digits.
  @Test func aNarrowPeakFarAwayKeepsItsDigits() throws {
    var workspace = try Workspace()
    let divergence = try KullbackLeibler.divergence(
      from: try DistributionSpec.parse("student_t(8000, -3.87e7, 0.0013)"),
      to: try DistributionSpec.parse("student_t(8000, -3.87e7, 0.00130001)"),
      workspace: &workspace)
    #expect(divergence.bounded.covers("5.91486585131443814666055273796937641e-11"))
    #expect(divergence.bounded.error < 1e-20)
  }
}
