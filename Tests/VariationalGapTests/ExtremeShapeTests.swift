// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// The general engine at the ends of shapes and scales, where closed forms are exact.
@Suite struct ExtremeShapeTests {
  /// p(x) = ½ whatever the prior, if its mass is found wherever it lies.
  @Test func aConstantLikelihoodIsTheEvidence() throws {
    var random = SeededRandom(seed: 1226)
    var workspace = try Workspace()
    for _ in 0..<150 {
      let spec = random.extremeSpec()
      let model = try Model(prior: spec, likelihood: "bernoulli(0.5)", observations: [1])
      let evidence = try model.posterior(workspace: &workspace).logEvidence
      #expect(
        evidence.covers("-0.69314718055994530941723212145817656807"), "\(spec): \(evidence)")
      #expect(evidence.error < 1e-9, "\(spec): \(evidence)")
    }
  }

  /// The variance leaves the doubles, its root does not.
  @Test(arguments: [
    ("normal(0, 1e-200)", "normal(z, 1)", 1.0, "1e-200"),
    ("normal(0, 1e200)", "normal(z, 1e220)", 1.0, "1e200"),
    ("half_normal(1e-250)", "bernoulli(0.5)", 1.0, "6.02810274989087000e-251"),
    ("logistic(0, 1e-260)", "bernoulli(0.5)", 1.0, "1.8137993642342178506e-260"),
    ("gamma(2, 1e180)", "bernoulli(0.5)", 1.0, "1.41421356237309504880e-180"),
  ])
  func aDeviationNeedsNoVariance(
    prior: String, likelihood: String, x: Double, truth: String
  ) throws {
    var workspace = try Workspace()
    let model = try Model(prior: prior, likelihood: likelihood, observations: [x])
    let posterior = try model.posterior(workspace: &workspace)
    let deviation = try #require(
      try posterior.standardDeviation(workspace: &workspace).estimate)
    #expect(deviation.covers(Truth(truth)), "\(deviation)")
    #expect(deviation.error < 1e-10 * deviation.value, "\(deviation)")
  }

  /// A support that starts at a quotient of two numbers, which is no double and not to 31 digits either, and a scale far below
  /// what those could tell.
  @Test(arguments: [
    ("weibull(2, 2.7)", "1e-20", 0.61, -0.594, "0.2140231401771308371235577"),
    ("weibull(2, 2.7)", "1e-180", 0.61, -0.594, "0.2140231401794374801590409"),
    (
      "weibull(955605745687.2881, 2.7e-75)", "1.64e-252", 0.61, -5.94e-76,
      "199.8003691958355434058355"
    ),
  ])
  func aScaleMayBeBelowTheDigitsOfTheEnd(
    prior: String, scale: String, shape: Double, x: Double, truth: String
  ) throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: prior, likelihood: "pareto_type_2(-0.22*z, \(scale), \(shape))", observations: [x])
    let evidence = try model.posterior(workspace: &workspace).logEvidence
    #expect(evidence.covers(Truth(truth)), "\(evidence)")
    #expect(evidence.error < 1e-12, "\(evidence)")
  }

  /// An end at which doubles have few digits or none: Γ(a − 1, x/2)/2Γ(a), a = 0.000305.
  @Test(arguments: [
    ("z", "1e-310", "705.4887402371657698336", 1e-9),
    ("z", "1e-320", "728.5075794120563508632", 1e-9),
    ("log1p(z)", "1e-305", "693.9793262144623542826", 1e-9),
    // Of four bits no proof can be made, and what does not converge has no bound.
    ("log1p(z)", "8e-323", "733.3463454463199346784", .infinity),
  ])
  func anEndMayBeBelowTheNormalDoubles(
    argument: String, x: String, truth: String, bound: Double
  ) throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: "chi_square(0.00061)", likelihood: "uniform(0, \(argument))",
      observations: [#require(Double(x))])
    let evidence = try model.posterior(workspace: &workspace).logEvidence
    #expect(evidence.covers(Truth(truth)), "\(evidence)")
    #expect(evidence.error <= bound, "\(evidence)")
  }

  /// A root that lies beyond an end of the support by less than a double tells: 2(√⅓ − √(⅓ − b)), and the truncated
  /// density of an angle, whose end is −π, and not the double next to it: that is by mpmath's quadrature.
  @Test func aRootBeyondAnEndIsNotInside() throws {
    var workspace = try Workspace()
    let model = try Model(
      logJoint: "log(abs(z - 1/3))*-0.5", support: Interval(from: 0, to: 0.3333333333333333))
    let evidence = try model.posterior(workspace: &workspace).logEvidence
    #expect(
      evidence.covers(Truth("0.1438410287753098390402056")) && evidence.error < 1e-10, "\(evidence)"
    )
    let divergence = try KullbackLeibler.divergence(
      from: DistributionSpec.parse("normal(0, 1) T[-3.141592653589793, -3.1]"),
      to: DistributionSpec.parse("von_mises(0, 2.48) T[, -3.1]"), workspace: &workspace)
    #expect(divergence.bounded.covers(Truth("0.000678572455228812961099133123")), "\(divergence)")
  }

  /// An argument that is 0 beside an end or a kink, by less than 31 digits tell; ends that lie between doubles; and
  /// mass that is out of reach, of which no finite bound is true.
  @Test(arguments: [
    "pareto_type_2(3.36, 4.1e-50, 0.19)",
    "mixture(0.5, normal(0, 1), pareto_type_2(3.36, 4.1e-50, 0.19))",
    "gev(0.4, 0.035, 0.052)", "gev(0.3958, 0.0355, 0.0523)", "gev(-1.7, 2.3, -0.37)",
  ])
  func theMassIsWhole(prior: String) throws {
    var workspace = try Workspace()
    let model = try Model(prior: prior, likelihood: "bernoulli(0.5)", observations: [1])
    let evidence = try model.posterior(workspace: &workspace).logEvidence
    #expect(evidence.covers(Truth("-0.693147180559945309417232121458")), "\(evidence)")
    #expect(evidence.error < 1e-12, "\(evidence)")
  }

  @Test func ofWhatIsMissingNothingIsKnown() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: "mixture(0.4, gamma(1e-8, 1), normal(0, 1))", likelihood: "bernoulli(0.5)",
      observations: [1])
    let posterior = try model.posterior(workspace: &workspace)
    #expect(posterior.isVerified || posterior.logEvidence.error == .infinity)
    #expect(posterior.logEvidence.covers(Truth("-0.693147180559945309417232121458")))
  }

  /// The density underflows where a good part of its mean is.
  @Test func aMeanFromWhereTheDensityUnderflows() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: "half_cauchy(1)", likelihood: "logistic(z, 1e243)", observations: [2e242])
    let mean = try #require(
      try model.posterior(workspace: &workspace).mean(workspace: &workspace).estimate)
    #expect(mean.covers("356.630749731590389611243309932"), "\(mean)")
    #expect(mean.error < 1e-11 * mean.value, "\(mean)")
  }

  /// A moment whose tail is too slow to be bounded has an infinite bound, which is a number.
  @Test func aBoundIsNeverNaN() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: "inv_gamma(2, 0.7)", likelihood: "uniform(0, log1p(z))",
      observations: [0.9, 1.4, 1.49, 1.51])
    let posterior = try model.posterior(workspace: &workspace)
    #expect(!(try posterior.standardDeviation(workspace: &workspace).error.isNaN))
  }

  /// Where the mass hides: behind a kink in the logarithm of a distance, between neighbouring doubles, beside
  /// constants that are 1 but for the last of 31 digits.
  @Test(arguments: [
    "kumaraswamy(825.1268694629523, 7.441645825635198e-14)", "kumaraswamy(1e5, 1e-5)",
    "kumaraswamy(1e16, 1e-16)", "kumaraswamy(1e-16, 1e-16)", "kumaraswamy(1957481724.2, 5.4e12)",
    "chi_square(100814606336907.28)", "loglogistic(32.38134043415904, 6724739307617765)",
    "gumbel(-0.004119244916055016, 2.9710279503985155e+153)", "normal(0.03, 3e-288)",
    "student_t(2.2351612077386365e-09, -0.278, 1.3623337496415164e-290)",
    "student_t(0.13856328038979074, 4.7787477868944176e+272, 0.05694493033676877)",
    "cauchy(1.9712296184169467, 8.525703875762261e-203)", "double_exponential(1e100, 1e-200)",
  ])
  func hiddenMassIsFound(spec: String) throws {
    var workspace = try Workspace()
    let model = try Model(prior: spec, likelihood: "bernoulli(0.5)", observations: [1])
    let posterior = try model.posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(evidence.covers("-0.69314718055994530941723212145817656807"), "\(evidence)")
    #expect(evidence.error < 1e-11 && posterior.isVerified, "\(evidence)")
  }

  /// λ(0.3)⁻ⁿ m¹⁻ⁿ Eₙ(λm), m = max x/0.3: more conditions than coordinates are made for.
  @Test func aSingularityThatManyConditionsCutOffIsNone() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: "exponential(62)", likelihood: "uniform(0, 0.3*z)",
      observations: (1...40).map { Double($0) / 1000 })
    let posterior = try model.posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(evidence.covers("118.741048504288283059413044796"), "\(evidence)")
    #expect(evidence.error < 1e-11 && posterior.isVerified)
  }

  /// ½((m − μ)² + s²)/σ² − ½ + log σ/s: KL between log-normal distributions is that of the normal ones.
  @Test func logNormalPairsHaveTheDivergenceOfNormalOnes() throws {
    var random = SeededRandom(seed: 77)
    var workspace = try Workspace()
    for _ in 0..<40 {
      let (m, s) = (random.uniform(-3, 3), random.magnitude(-2, 1))
      let (mu, sigma) = (random.uniform(-900, 900), random.magnitude(-1, 3))
      let found = try KullbackLeibler.divergence(
        from: LogNormal(location: m, scale: s),
        to: LogNormal(location: mu, scale: sigma), workspace: &workspace)
      let distance = (m - mu) / sigma
      let ratio = s / sigma
      let truth = 0.5 * distance * distance + 0.5 * (ratio * ratio - 1) - log(ratio)
      let estimate = try #require(found.estimate)
      // The truth is itself rounded.
      let rounding = 8e-16 * (distance * distance + ratio * ratio + 1 + abs(log(ratio)))
      #expect(abs(estimate.value - truth) <= estimate.error + rounding, "\(m) \(s) \(mu) \(sigma)")
      #expect(estimate.error <= 1e-9 * max(1, truth))
    }
  }

  /// E[z²] of a Student t is finite above two degrees of freedom and infinite up to there.
  @Test(arguments: [
    ("student_t(2.001, 0, 1)", true), ("student_t(2, 0, 1)", false),
    ("student_t(1.999, 0, 1)", false), ("pareto(1, 2.001)", true), ("pareto(1, 2)", false),
    ("inv_gamma(2.001, 1)", true), ("inv_gamma(2, 1)", false), ("inv_gamma(1.999, 1)", false),
    ("loglogistic(1, 2.001)", true), ("loglogistic(1, 2)", false),
  ])
  func secondMomentsAreFiniteOnOneSideOfTheBoundary(spec: String, isFinite: Bool) throws {
    var workspace = try Workspace()
    let found = try KullbackLeibler.divergence(
      from: DistributionSpec.parse(spec), to: Normal(mean: 0, standardDeviation: 3),
      workspace: &workspace)
    #expect((found.estimate != nil) == isFinite, "\(found)")
  }

  /// A tail z^−2.5 that ends at 10^355, far beyond what is known of x: truths by ball arithmetic
  /// (`gapcheck certify`).
  @Test(arguments: [
    ("1", "1.0163043910493518e89"), ("1e100", "1.0163043910493518e164"),
    ("2e279", "3.0394590650108460e298"),
  ])
  func aDeviationIsThatOfTheWholeTail(x: String, truth: String) throws {
    let model = try Model(
      prior: "inv_gaussian(1.5e151, 1.248e-53)", likelihood: "normal(0, z)",
      observations: [Double(x) ?? .nan])
    let deviation = try #require(try model.posterior().standardDeviation().estimate)
    let distance = Truth(truth).distance(from: deviation.value)
    #expect(distance <= deviation.error + 1e-14 * deviation.value, "\(deviation)")
  }
}

extension SeededRandom {
  fileprivate mutating func extremeSpec() -> String {
    func spec(_ name: String, _ values: Double...) -> String {
      "\(name)(\(values.map { "\($0)" }.joined(separator: ", ")))"
    }
    let shape = magnitude(-16, 16)
    let scale = magnitude(-290, 290)
    switch Int(uniform(0, 16)) {
    case 0: return spec("gamma", shape, scale)
    case 1: return spec("inv_gamma", shape, scale)
    case 2: return spec("weibull", shape, scale)
    case 3: return spec("beta", shape, magnitude(-16, 16))
    case 4: return spec("student_t", shape, uniform(-3, 3), scale)
    case 5: return spec("pareto", scale, shape)
    case 6: return spec("loglogistic", scale, shape)
    case 7: return spec("lognormal", uniform(-900, 900), magnitude(-6, 3))
    case 8: return spec("half_cauchy", scale)
    case 9: return spec("gumbel", uniform(-3, 3), scale)
    case 10: return spec("chi_square", shape)
    case 11: return spec("kumaraswamy", shape, magnitude(-16, 16))
    case 12: return spec("cauchy", uniform(-3, 3), scale)
    case 13: return spec("normal", uniform(-3, 3), scale)
    case 14: return spec("double_exponential", uniform(-3, 3), scale)
    default: return spec("logistic", uniform(-3, 3), scale)
    }
  }
}
