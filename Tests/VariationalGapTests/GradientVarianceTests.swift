// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Variances of estimators of the gradient, against integrals by mpmath.
@Suite struct GradientVarianceTests {
  private static func variances(
    _ prior: String, _ likelihood: String, _ x: [Double], _ q: String
  ) throws -> GradientVariances {
    var workspace = try Workspace()
    return try Model(prior: prior, likelihood: likelihood, observations: x)
      .posterior(workspace: &workspace)
      .gradientVariances(of: DistributionSpec.member(q), workspace: &workspace)
  }

  private static func expect(_ value: Quantity, _ truth: Double, _ name: String) throws {
    let estimate = try #require(value.estimate, "\(name): \(value)")
    #expect(
      abs(estimate.value - truth) <= estimate.error + 1e-14 * abs(truth) + 1e-30,
      "\(name): \(estimate), is \(truth)")
    #expect(estimate.error <= 1e-11 * max(1e-3, abs(truth)), "\(name): \(estimate)")
  }

  /// θ = 1, x = 2, φ = 0.8.
  @Test func theExerciseHasItsNumbers() throws {
    let found = try Self.variances("exponential(1)", "normal(z, 1)", [2], "exponential(0.8)")
    try Self.expect(found.elbo, 3.20703125, "ELBO")
    let own = try #require(found.parameters.first)
    #expect(found.parameters.count == 1 && own.name == "beta")
    #expect(abs(own.score.value - 208.36) < 5e-3)
    // z ∂ log w/∂z = 1.8 z − z² over φ, and moments n!/φⁿ.
    try Self.expect(own.stickingTheLanding, 40.258789062500000, "sticking the landing")
    try Self.expect(own.pathwise, 54.321289062500000, "pathwise")
    try Self.expect(own.scoreWithBaseline, 134.33227539062500, "baseline")
    #expect(found.errorKind.isVerified)
  }

  /// ∂ log q/∂ν is of the size 1/ν², and made of terms of 1/ν: differences of ψ that have to be taken as one.
  @Test func theScoreOfManyDegreesOfFreedomHasItsDigits() {
    let score = StudentT.family.scores[0].setting([1e17, 0.3, 0.8])(DoubleDouble(1)).head
    let truth = 4.86267089843749991e-35
    #expect(abs(score - truth) <= 1e-12 * abs(truth), "\(score)")
  }

  /// Of a scale the score is quadratic, and the square of what it is multiplied with has to be multiplied out to be seen
  /// to fall off.
  @Test func theScoreOfAScaleHasItsVariance() throws {
    let found = try Self.variances(
      "normal(0, 2)", "bernoulli_logit(z)", [1], "normal(0.8, 2.2)")
    try Self.expect(found.parameters[1].score, 3.51314650600655528, "score")
    #expect(found.errorKind.isVerified)
  }

  /// The square of what has too many terms to be multiplied out, far out in a tail that falls like a power (mpmath).
  @Test func theSquareOfManyTermsHasATail() throws {
    let found = try Self.variances(
      "normal(0, 1)", "normal(z, 1)", [1], "student_t(5, 0.5, 0.7)")
    try Self.expect(found.elbo, 2.92770209215696380590, "ELBO")
    try Self.expect(found.parameters[0].score, 10.2822047432089046025, "score nu")
    try Self.expect(found.parameters[0].scoreWithBaseline, 9.46685117973075006921, "baseline nu")
    try Self.expect(found.parameters[2].score, 150.730554202026446431, "score sigma")
    try Self.expect(found.parameters[2].scoreWithBaseline, 122.095186743030785932, "baseline sigma")
    #expect(found.errorKind.isVerified)
  }

  private static let cases: [(String, String, [Double], String, Double, [[Double]])] = [
    (
      "normal(0, 1)", "normal(z, 1)", [1], "normal(0.3, 0.6)", 0.0968,
      [
        [5.33940795484905, 0.646666666666667, 1.44, 0.217777777777778],
        [8.6839940880116, 2.90666666666667, 3.04, 0.595555555555556],
      ]
    ),
    (
      "gamma(2, 1)", "poisson(z)", [3, 1], "lognormal(0.5, 0.5)", 0.206716930921843,
      [
        [69.7145820267188, 3.39341445298133, 8.92211501588601, 1.71263927129268],
        [199.036967153404, 26.1891519159065, 24.746063527346, 7.52474310201101],
      ]
    ),
    (
      "gamma(2, 1)", "poisson(z)", [3, 1], "gamma(5, 3)", 0.221322955737115,
      [
        [3.50906971404185, 0.108640034535352, 0.27283026610316042, 0.0027175781209305947],
        [7.01453078778841, 0.21184608652062, 0.555555555555556, 0],
      ]
    ),
    // Sums of exponentials of log z overflow in a tail where what they are weighted with has long been 0.
    (
      "half_normal(2)", "poisson(z)", [2], "weibull(1.6, 2.4)", 0.53163567780297698629,
      [
        [15.45012357656405536783, 3.315473413275520026, 3.06252677709071893, 0.87045065453090813],
        [6.83074074294780727, 1.28308779440987146, 1.98970079637967211, 0.553996911124271993],
      ]
    ),
  ]

  @Test(arguments: cases)
  func variancesAreRight(
    _ prior: String, _ likelihood: String, _ x: [Double], _ q: String, _ elbo: Double,
    _ truths: [[Double]]
  ) throws {
    let found = try Self.variances(prior, likelihood, x, q)
    try Self.expect(found.elbo, elbo, "ELBO")
    for (parameter, truth) in zip(found.parameters, truths) {
      try Self.expect(parameter.score, truth[0], "score \(parameter.name)")
      try Self.expect(parameter.scoreWithBaseline, truth[1], "baseline \(parameter.name)")
      try Self.expect(parameter.pathwise, truth[2], "pathwise \(parameter.name)")
      try Self.expect(parameter.stickingTheLanding, truth[3], "landing \(parameter.name)")
    }
  }

  /// Where ∂z/∂η has no formula: from the derivative of the distribution function, by mpmath.
  @Test(
    arguments: [
      (
        "normal(0, 2)", "student_t(3, z, 1)", [3, 1, 4], "student_t(5, 1, 2)",
        2.591294774741471, 2.49955394239499686
      ),
      (
        "beta(2, 2)", "bernoulli(z)", [1], "beta(2.5, 1.5)", 0.32453541668094698,
        0.013286912747955602
      ),
      (
        "normal(0, 1)", "normal(z, 1)", [1], "normal(0.3, 0.6) T[0, ]", 0.74060444748078985,
        0.091490947698937733
      ),
    ] as [(String, String, [Double], String, Double, Double)])
  func everyFamilyHasAPath(
    _ prior: String, _ likelihood: String, _ x: [Double], _ q: String, _ pathwise: Double,
    _ landing: Double
  ) throws {
    let found = try #require(Self.variances(prior, likelihood, x, q).parameters.first)
    try Self.expect(found.pathwise, pathwise, "pathwise")
    try Self.expect(found.stickingTheLanding, landing, "landing")
  }

  /// Where ∂z/∂η has a formula the integral of the score says the same.
  @Test(
    arguments: [
      "normal(0.3, 0.6)", "student_t(7, 0.3, 0.6)", "gumbel(-0.3, 0.4)",
      "double_exponential(0.3, 0.5)",
      "lognormal(0.2, 0.4)", "rayleigh(0.7)", "gamma(0.05, 2)", "inv_gamma(9, 8)",
      "half_normal(0.8)",
    ])
  func pathsByTheScoreAreTheSame(_ text: String) throws {
    let member = try DistributionSpec.member(text)
    let q = member.distribution
    var workspace = try Workspace()
    let posterior = try Model(prior: "normal(0, 1)", likelihood: "normal(z, 1)", observations: [1])
      .posterior(workspace: &workspace)
    let gradient = try posterior.elboGradient(of: member, workspace: &workspace)
    let exact = try posterior.gradientVariances(of: gradient, workspace: &workspace)
    for (index, parameter) in exact.parameters.enumerated() {
      let score = member.family.scores[index].setting(member.parameters)
      guard PathVelocity(of: member, score: score) != nil else { continue }
      let path = try ImplicitPath(
        of: q.formula, score: score, logWeight: posterior.model.logJoint - q.formula,
        gradient: gradient.components[index],
        reach: PathVelocity.reach(on: q.support, about: q.quantile(0.5)), on: q.support, "",
        workspace: &workspace)
      for (own, other) in [
        (path.pathwise, parameter.pathwise),
        (path.stickingTheLanding, parameter.stickingTheLanding),
      ] {
        let other = try #require(other.estimate)
        #expect(
          abs(own.value - other.value) <= own.error + other.error,
          "\(parameter.name): \(own), \(other)")
        #expect(own.error <= 1e-10 * (abs(own.value) + 1), "\(parameter.name): \(own)")
      }
    }
  }

  /// How z moves, against what is known of each family.
  private static let paths: [(String, Int, @Sendable (Double) -> Double)] = [
    ("normal(1, 2)", 0, { _ in 1 }), ("normal(1, 2)", 1, { ($0 - 1) / 2 }),
    ("exponential(0.8)", 0, { -$0 / 0.8 }), ("cauchy(1, 3)", 1, { ($0 - 1) / 3 }),
    ("gumbel(1, 3)", 1, { ($0 - 1) / 3 }), ("logistic(1, 3)", 0, { _ in 1 }),
    ("student_t(3, 1, 2)", 2, { ($0 - 1) / 2 }), ("gamma(2, 3)", 1, { -$0 / 3 }),
    ("rayleigh(2)", 0, { $0 / 2 }),
  ]

  @Test func pathsAreThoseOfTheFamilies() throws {
    for (text, index, path) in Self.paths {
      let member = try DistributionSpec.member(text)
      let score = member.family.scores[index].setting(member.parameters)
      let velocity = try #require(PathVelocity(of: member, score: score), "\(text)")
      for p in [0.1, 0.5, 0.9] {
        let z = member.distribution.quantile(p)
        let value = velocity.formula(DoubleDouble(z)).head
        #expect(abs(value - path(z)) <= 1e-14 * max(1, abs(path(z))), "\(text) \(z)")
      }
    }
    for (text, index) in [("gamma(2, 3)", 0), ("beta(2, 3)", 0), ("student_t(3, 1, 2)", 0)] {
      let member = try DistributionSpec.member(text)
      let score = member.family.scores[index].setting(member.parameters)
      #expect(PathVelocity(of: member, score: score) == nil, "\(text)")
    }
  }
}
