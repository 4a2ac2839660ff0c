// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing
import VariationalGap

/// E[f(z) | x], log p(x* | x) and samples, of both engines; truth by closed forms and by mpmath.
struct ExpectationTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let (prior, likelihood, x): (String, String, [Double])
    let asked: String
    let truth: Double
    var testDescription: String { "\(prior), \(likelihood), \(x): \(asked)" }

    init(_ prior: String, _ likelihood: String, _ x: [Double], _ asked: String, _ truth: Double) {
      (self.prior, self.likelihood, self.x, self.asked, self.truth) = (
        prior, likelihood, x, asked, truth
      )
    }

    func posterior(_ workspace: inout Workspace) throws -> Posterior {
      try Model(prior: prior, likelihood: likelihood, observations: x)
        .posterior(workspace: &workspace)
    }
  }

  private func formula(_ text: String) throws -> Formula {
    try Formula.parse(text, names: ["z": .latent])
  }

  @Test(arguments: [
    // exp(m + ½v), m³ + 3mv of N(1.7/3, 1/3).
    Row("normal(0, 1)", "normal(z, 1)", [1.2, 0.5], "exp(z)", 2.08200908407845553),
    Row("normal(0, 1)", "normal(z, 1)", [1.2, 0.5], "z^3", 0.748629629629629630),
    Row("exponential(1)", "normal(z, 1)", [0.3], "z^4 - z", 0.630211699004099413),
    // ψ(8) − log 4, 4/7 of gamma(8, 4).
    Row("gamma(3, 2)", "poisson(z)", [4, 1], "log(z)", 0.629347116835719378),
    Row("gamma(3, 2)", "poisson(z)", [4, 1], "1/z", 4.0 / 7),
    Row("beta(2, 1)", "bernoulli(z)", [1, 1, 0], "z*(1 - z)", 4.0 / 21),
    Row("normal(0, 1)", "student_t(5, z, 1)", [0.3, 4], "inv_logit(z)", 0.669459776024896916),
  ])
  func expectationsAreWithinTheirBounds(_ row: Row) throws {
    var workspace = try Workspace()
    let value = try row.posterior(&workspace).expectation(
      of: formula(row.asked), workspace: &workspace)
    let estimate = try #require(value.estimate)
    #expect(abs(estimate.value - row.truth) <= estimate.error + row.truth.ulp, "\(estimate)")
    #expect(estimate.error <= 1e-12 * max(1, abs(row.truth)), "\(estimate)")
  }

  /// The bound is relative to f, also where that is far below 1.
  @Test(arguments: [1e-12, -3e-40, 7e-200])
  func aSmallFunctionHasTheDigitsOfALargeOne(scale: Double) throws {
    let row = Row("normal(0, 1)", "normal(z, 1)", [1.2, 0.5], "z^3", 0.748629629629629630)
    var workspace = try Workspace()
    let value = try row.posterior(&workspace).expectation(
      of: .number(scale) * formula(row.asked), workspace: &workspace)
    let estimate = try #require(value.estimate)
    let truth = scale * row.truth
    #expect(abs(estimate.value - truth) <= estimate.error + 2 * truth.ulp, "\(estimate)")
    #expect(estimate.error <= 1e-13 * abs(scale), "\(estimate)")
  }

  /// What is added to f comes out with its rounding alone, also where the evidence is exp(−5·10¹¹).
  @Test func aLargeConstantCostsItsRoundingAlone() throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "normal(0, 1)", likelihood: "normal(z, 1)", observations: [1e6]
    ).posterior(workspace: &workspace)
    let value = try posterior.expectation(
      of: .square(.latent - 500_000) + 1e9, workspace: &workspace)
    let estimate = try #require(value.estimate)
    #expect(abs(estimate.value - 1_000_000_000.5) <= estimate.error && estimate.error < 1e-6)
  }

  /// −½z² − z⁴/100 less a constant, whose size is none of the moments' business.
  @Test(arguments: [0, 500_000.1, 3e8 + 0.3])
  func momentsDoNotSeeTheEvidence(_ constant: Double) throws {
    var workspace = try Workspace()
    let z = Formula.latent
    let model = Model(
      logJoint: -0.5 * .square(z) - 0.01 * .pow(z, 4) - Formula(constant), support: .real)
    let posterior = try model.posterior(workspace: &workspace)
    let mean = try #require(try posterior.mean(workspace: &workspace).estimate)
    let variance = try #require(try posterior.variance(workspace: &workspace).estimate)
    #expect(abs(mean.value) <= mean.error && mean.error < 1e-13)
    #expect(abs(variance.value - 0.906536724355833769) <= variance.error)
    #expect(variance.error < 1e-13)
  }

  @Test(
    arguments: [
      ("z", nil), ("z^2", .plus), ("-abs(z)", .minus), ("exp(z)", .plus), ("1/z^2", .plus),
      ("z^3", nil), ("exp(4700*(z + 1))", .plus), ("-exp(4700*(z + 1))", .minus),
    ] as [(String, FloatingPointSign?)])
  func whatIsInfiniteSaysOnWhichSide(_ text: String, _ sign: FloatingPointSign?) throws {
    var workspace = try Workspace()
    let posterior = try Model(logJoint: "-log1p(z^2)", support: .real)
      .posterior(workspace: &workspace)
    switch (try posterior.expectation(of: formula(text), workspace: &workspace), sign) {
    case (.infinite(let found, _), let sign?): #expect(found == sign)
    case (.undefined, nil): break
    case (let other, _): Issue.record("\(text): \(other)")
    }
  }

  @Test func whatHasNoValueIsAnError() throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "normal(0, 1)", likelihood: "normal(z, 1)", observations: [0.3]
    ).posterior(workspace: &workspace)
    #expect(throws: InferenceError.self) {
      try posterior.expectation(of: .log(.latent), workspace: &workspace)
    }
  }

  @Test(arguments: [
    // N(1.7/3, 4/3) at 2.
    Row("normal(0, 1)", "normal(z, 1)", [1.2, 0.5], "2", -1.83319623609722987),
    // A negative binomial, r = 8, at 3.
    Row("gamma(3, 2)", "poisson(z)", [4, 1], "3", -1.82597040503393318),
    Row("beta(2, 1)", "bernoulli(z)", [1, 1, 0], "1", -0.405465108108164382),
    Row("exponential(1)", "normal(z, 1)", [0.3], "2.5", -2.51362401424498218),
    Row("normal(0, 1)", "student_t(5, z, 1)", [0.3, 4], "-2", -3.31904010312900433),
    // log p(x) is −110,000 here, and a double's rounding of it 1e-11.
    Row(
      "normal(0, 1)", "normal(z, 1)", Array(repeating: 3, count: 20_000), "3.5",
      -1.04403228570381870),
  ])
  func predictiveDensitiesAreWithinTheirBounds(_ row: Row) throws {
    var workspace = try Workspace()
    let observation = try #require(Double(row.asked))
    let value = try row.posterior(&workspace).logPredictiveDensity(
      of: observation, workspace: &workspace)
    #expect(abs(value.value - row.truth) <= value.error + row.truth.ulp, "\(value)")
    #expect(value.error <= 1e-12, "\(value)")
  }

  @Test func aModelWithoutALikelihoodPredictsNothing() throws {
    var workspace = try Workspace()
    let posterior = try Model(logJoint: "-z^2", support: .real).posterior(workspace: &workspace)
    #expect(throws: InferenceError.model(.noLikelihood)) {
      try posterior.logPredictiveDensity(of: 1, workspace: &workspace)
    }
  }

  @Test(
    arguments: [
      // The posteriors in closed form: truncated, far out, with a singular end, with two modes of one part.
      (
        "normal(0, 1)", "normal(z, 1)", [1.2, 0.5], "normal(0.5666666666666667, 0.5773502691896257)"
      ),
      ("exponential(1)", "normal(z, 1)", [-3], "normal(-4, 1) T[0, ]"),
      ("normal(0, 1)", "normal(z, 1)", [1e6], "normal(500000, 0.7071067811865476)"),
      ("gamma(0.1, 1)", "poisson(z)", [0], "gamma(0.1, 2)"),
      ("beta(0.5, 0.5)", "bernoulli(z)", [1], "beta(1.5, 0.5)"),
      ("cauchy(0, 1)", "uniform(0, 1)", [0.5], "cauchy(0, 1)"),
    ] as [(String, String, [Double], String)])
  func samplesAreThoseOfThePosterior(
    _ prior: String, _ likelihood: String, _ x: [Double], _ posterior: String
  ) throws {
    var workspace = try Workspace()
    let model = try Model(prior: prior, likelihood: likelihood, observations: x)
    let draws = try model.posterior(workspace: &workspace)
      .samples(2000, seed: 7, workspace: &workspace)
    #expect(draws.count == 2000 && draws.allSatisfy(model.support.contains))
    func pValue(_ truth: some Distribution) throws -> Double {
      try KolmogorovSmirnov(draws, against: truth).pValue
    }
    #expect(try pValue(DistributionSpec.parse(posterior)) > 0.01)
  }

  @Test func theSameSeedGivesTheSameSamples() throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "gamma(2, 1)", likelihood: "poisson(z)", observations: [3]
    ).posterior(workspace: &workspace)
    let (a, b, c) = (
      try posterior.samples(20, seed: 1, workspace: &workspace),
      try posterior.samples(10, seed: 1, workspace: &workspace),
      try posterior.samples(10, seed: 2, workspace: &workspace)
    )
    #expect(Array(a.prefix(10)) == b && b != c)
    #expect(try posterior.samples(-1, seed: 1, workspace: &workspace).isEmpty)
  }
}
