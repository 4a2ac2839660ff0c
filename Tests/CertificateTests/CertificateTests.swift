// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

@testable import Certificate

/// Enclosures against closed forms and mpmath.
struct CertificateTests {
  /// Whether an interval holds a decimal number, and is no wider than a few units of its last digit.
  static func expect(
    _ quantity: CertifiedQuantity, _ truth: String, digits: Int,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let interval = try #require(quantity.interval, "\(quantity)", sourceLocation: location)
    let (lower, upper) = (Decimal(string: interval.lower), Decimal(string: interval.upper))
    let value = try #require(Decimal(string: truth), sourceLocation: location)
    let (a, b) = (try #require(lower), try #require(upper))
    // What Decimal rounds, and what the truth is written to.
    let slip = abs(value) * pow(10, -36)
    #expect(
      a - slip <= value && value <= b + slip, "\(interval), \(truth)", sourceLocation: location)
    #expect(b - a <= abs(value) * pow(10, 1 - digits), "\(interval)", sourceLocation: location)
  }

  private static func exercise() throws -> CertifiedModel {
    try CertifiedModel(
      prior: try DistributionSpec.member("exponential(1)"),
      likelihood: try LikelihoodSpec.parse("normal(z, 1)"), observations: [0.3])
  }

  /// log p from I(m) = U(½, ½, m²/2)/√2, the rest by mpmath's quadrature in 60 digits.
  @Test func provesTheExerciseToThirtyDigits() throws {
    let certificate = Certificate(of: try CertificateTests.exercise(), digits: 30)
    let q = try DistributionSpec.member("exponential(2)")
    func expect(_ quantity: CertifiedQuantity, _ truth: String) throws {
      try CertificateTests.expect(quantity, truth, digits: 30)
    }
    try expect(certificate.logEvidence(), "-1.218967761531531639868899394122413564762")
    try expect(certificate.elbo(of: q), "-1.257085713764618053418007907114107350413919")
    try expect(certificate.divergence(of: q), "0.03811795223308641354910851299169378565168")
    try expect(certificate.mean(), "0.590499339458166544303751549618041545183633")
    try expect(certificate.standardDeviation(), "0.48781245625624650309193460318067298589803")
    try expect(certificate.quantile(0.5), "0.470092733925729803189693602053709")
  }

  /// The slope of the logarithm of Φ⁻¹ has the density of a normal in it, and that of tanh an exponential: neither
  /// asks for the other's for ever. By mpmath's quadrature.
  @Test func endsWhereSlopesAskForSlopes() throws {
    let model = try CertifiedModel(
      logJoint: "-z^2 + 0.1*inv_Phi(0.5 + 0.3*tanh(z))", support: .real)
    try CertificateTests.expect(
      Certificate(of: model, digits: 8).logEvidence(), "0.573227202221103932153215299285", digits: 8
    )
  }

  @Test func provesFiftyDigits() throws {
    let evidence = Certificate(of: try CertificateTests.exercise(), digits: 50).logEvidence()
    let interval = try #require(evidence.interval)
    #expect(interval.lower.hasPrefix("-1.2189677615315316398688993941224135647622338863985"))
    #expect(interval.upper.hasPrefix("-1.2189677615315316398688993941224135647622338863985"))
  }

  /// KL(q‖p) by mpmath, closed forms, or quadrature done twice.
  @Test(arguments: try CSVTable(fixture: "certified_kl").rows)
  func provesDivergences(_ pair: CSVTable.Row) throws {
    let (q, p) = (try #require(pair["q"]), try #require(pair["p"]))
    let divergence = Certificate(of: CertifiedModel(try DistributionSpec.member(p)), digits: 20)
      .divergence(of: try DistributionSpec.member(q))
    try CertificateTests.expect(divergence, try #require(pair["value"]), digits: 18)
  }

  struct Joint: Sendable, CustomTestStringConvertible {
    let formula: String
    let support: String
    let truth: String
    init(_ formula: String, _ support: String, _ truth: String) {
      (self.formula, self.support, self.truth) = (formula, support, truth)
    }
    var testDescription: String { formula }
  }

  /// log ∫ exp of log joints with powers, kinks and roots, by mpmath.
  static let joints = [
    Joint("-z^4 + z^3", "-inf..inf", "0.7466869246739660890137896924007298719886"),
    Joint("-0.5*log(1-z^2)", "-1..1", "1.144729885849400174143427351353058711647"),
    Joint("-0.5*log(abs(z^2-0.5))", "0..1", "0.89697331168225900453193829037461979415"),
    Joint("-6*abs(log(z))-z", "0..inf", "-2.1251197399157524178977006498199670112"),
    Joint(
      "log(0.5*exp(-0.5*(z-5)^2)+0.5*exp(-0.5*(z+5)^2))", "-inf..inf",
      "0.91893853320467274178032973640561763986"),
  ]

  @Test(arguments: joints)
  func provesLogJoints(_ joint: Joint) throws {
    let model = try CertifiedModel(
      logJoint: joint.formula, support: try IntervalSpec.parse(joint.support))
    let digits = min(20, joint.truth.count - 4)
    try CertificateTests.expect(
      Certificate(of: model, digits: 20).logEvidence(), joint.truth, digits: digits)
  }

  /// Evidences that take a tail, a zero or a condition apart, by mpmath.
  @Test(arguments: [
    (
      "inv_gamma(0.9517, 1.39)", "geometric(-expm1(-z))", [0.0, 0, 0],
      "-0.48080166204800499081477959733985"
    ),
    ("std_normal()", "cauchy(-6.554, log1p_exp(z))", [-1.32], "-4.726500579477775896139415089718"),
    (
      "exponential(5) T[6.106612700745385e-13, ]", "beta(1.97025*z, 1.9)", [0.000117326],
      "5.2295953535912609432430618385421"
    ),
    (
      "half_cauchy(2.58)", "ordered_probit(-0.4*z, -5.25, -4.25, -2.3520000000000003)", [4],
      "-0.36698329042264580459797173965235"
    ),
    (
      "inv_gamma(2.2, 0.116)", "rayleigh(z > 0 ? 1 + z : 0.459183)", [1],
      "-0.59260510561614078329053309482761"
    ),
    // Its slope is −½ t ψ(½ t) + ½ t log t + …, whose leading terms cancel.
    (
      "scaled_inv_chi_square(0.5, 0.25)", "scaled_inv_chi_square(z, 2.5)", [3],
      "-3.627498770340569641843363"
    ),
  ])
  func provesEvidences(_ prior: String, _ likelihood: String, _ x: [Double], _ truth: String) throws
  {
    let model = try CertifiedModel(
      prior: DistributionSpec.member(prior), likelihood: LikelihoodSpec.parse(likelihood),
      observations: x.map { .value($0) })
    try CertificateTests.expect(
      Certificate(of: model, digits: 20).logEvidence(), truth, digits: 19)
  }

  /// E_q[log p] where log p is the logarithm of a sum that is ruled by one part far out, and q has no second moment.
  @Test(arguments: [
    "log_sum_exp(-0.5*((z + 1.53)/0.43)^2, 4 - 0.5*((z + 0.1)/0.064)^2)",
    "log(exp(-0.5*((z + 2)/0.7)^2) + exp(-0.5*((z - 740)/0.3)^2))",
  ])
  func provesThatAnElboIsInfinite(_ logJoint: String) throws {
    let model = try CertifiedModel(logJoint: logJoint, support: .real)
    let q = try DistributionSpec.member("inv_gamma(0.4, 0.237)")
    guard case .infinite(false, _) = Certificate(of: model).elbo(of: q) else {
      Issue.record("the ELBO was not shown to be infinite")
      return
    }
  }

  /// −log q of a beta rises like log z towards 0, log Φ(−1.6/z) falls like z⁻²: E_q of the first is finite, of the second not.
  @Test func provesTailsTowardsAnEnd() throws {
    let model = try CertifiedModel(
      prior: DistributionSpec.member("logit_normal(0, 5.8)"),
      likelihood: LikelihoodSpec.parse("exp_mod_normal(1.62315589829086, z, 2.647)"),
      observations: [0.02])
    let q = try DistributionSpec.member("beta_proportion(0.985, 0.29)")
    guard case .infinite(true, _) = Certificate(of: model).divergence(of: q) else {
      Issue.record("KL was not shown to be infinite")
      return
    }
  }

  /// E_q[−log Γ(2 + e^(z/4)/8)], whose integrand outgrows every power; by mpmath.
  @Test func provesMeansOfLogGammas() throws {
    let model = try CertifiedModel(logJoint: "-lgamma(2 + 0.125*exp(z/4))", support: .real)
    let q = try DistributionSpec.member("std_normal()")
    try CertificateTests.expect(
      Certificate(of: model, digits: 18, seconds: 20).expectedLogJoint(of: q),
      "-0.06006859235934046478267749", digits: 17)
  }

  /// All parts of a sum fall like −1/z, or log Γ grows exponentially: E_q is −∞.
  @Test(arguments: [
    ("log_sum_exp(-3*z - 0.5/z, 2 - 3.3/z)", "gamma(0.5, 1)"),
    ("-lgamma(0.5 + 0.3*exp(z))", "pareto(1, 0.5)"),
  ])
  func provesThatLogarithmsOfSumsDiverge(_ logJoint: String, _ q: String) throws {
    let model = try CertifiedModel(logJoint: logJoint, support: .positive)
    guard
      case .infinite(false, _) = Certificate(of: model, seconds: 10)
        .expectedLogJoint(of: try DistributionSpec.member(q))
    else {
      Issue.record("the mean of \(logJoint) was not shown to be −∞")
      return
    }
  }

  @Test(arguments: ["half_normal(1)", "gamma(2.5, 0.1) T[1, 3]", "von_mises(0.3, 2)"])
  func aDivergenceFromItselfIsZero(_ spec: String) throws {
    let q = try DistributionSpec.member(spec)
    let interval = try #require(Certificate(of: CertifiedModel(q)).divergence(of: q).interval)
    #expect(interval.lowerBound == 0 && interval.upperBound == 0)
    let model = try CertifiedModel(
      prior: q, likelihood: LikelihoodSpec.parse("normal(z, 2.5)"), observations: [0.1])
    let own = try #require(Certificate(of: model).priorDivergence(of: q)?.interval)
    #expect(own.lowerBound == 0 && own.upperBound == 0)
  }

  /// A median of 0 has no first digit.
  @Test(arguments: ["-3*z^2 + abs(z)^1.8", "-2.16*sqrt(1 + z^2)"])
  func enclosesAMedianOfZero(_ logJoint: String) throws {
    let model = try CertifiedModel(logJoint: logJoint, support: .real)
    let interval = try #require(Certificate(of: model).quantile(0.5).interval)
    #expect(interval.lowerBound <= 0 && interval.upperBound >= 0)
    #expect(interval.upperBound - interval.lowerBound < 1e-14)
  }

  /// The normaliser of noncentral_t is a constant in 31 digits, of which a divergence of 1e-23 keeps four. The truth by
  /// mpmath, for the doubles.
  @Test func digitsOfAConstantAreNotProven() throws {
    let (q, p) = ("noncentral_t(321, 0)", "noncentral_t(321.0000002262935, 0)")
    let model = CertifiedModel(try DistributionSpec.member(p))
    let divergence = Certificate(of: model, digits: 12, seconds: 4)
      .divergence(of: try DistributionSpec.member(q))
    // More digits than can be proven may be said to be out of reach.
    guard let interval = divergence.interval else { return }
    #expect(interval.lowerBound < 8.3436323701174369e-24)
    #expect(interval.upperBound > 8.343632370117437e-24)
  }

  @Test(arguments: [
    ("cauchy(0, 1)", "normal(0, 1)"), ("student_t(2, 0, 1)", "normal(0, 1)"),
    ("exponential(1)", "beta(2, 3)"), ("pareto(1, 2)", "half_normal(1)"),
    ("gamma(1, 1)", "inv_gamma(1, 1)"), ("beta(0.5, 1)", "loglogistic(1, 2) T[0.1, ]"),
  ])
  func provesThatItIsInfinite(_ q: String, _ p: String) throws {
    let (q, p) = (try DistributionSpec.member(q), try DistributionSpec.member(p))
    guard case .infinite(true, _) = Certificate(of: CertifiedModel(p)).divergence(of: q) else {
      Issue.record("KL(\(q)‖\(p)) was not shown to be infinite")
      return
    }
  }

  @Test func tellsInfiniteMomentsFromThoseThatDoNotExist() throws {
    func certificate(_ text: String) throws -> Certificate {
      Certificate(of: CertifiedModel(try DistributionSpec.member(text)))
    }
    guard case .undefined = try certificate("cauchy(0, 1)").mean(),
      case .infinite(true, _) = try certificate("pareto(1, 1)").mean(),
      case .infinite(true, _) = try certificate("student_t(2, 0, 1)").standardDeviation(),
      case .undefined = try certificate("half_cauchy(1)").standardDeviation()
    else {
      Issue.record("a moment was not recognised")
      return
    }
  }

  /// An engine that is wrong by more than it says is refuted, one that is right is confirmed.
  @Test func judgesAnEngine() throws {
    let evidence = Certificate(of: try CertificateTests.exercise()).logEvidence()
    let interval = try #require(evidence.interval)
    let value = -1.2189677615315316
    #expect(interval.judge(value, error: 4e-16) == .confirmed)
    #expect(interval.judge(value + 1e-9, error: 1e-12) == .refuted)
    #expect(interval.judge(value, error: .infinity) == .confirmed)
    #expect(interval.judge(.nan, error: 0) == .notDecided)
    #expect(interval.judge(-.infinity, error: 0) == .refuted)
  }

  /// weibull(1e-4, 2) has half of its mass below 1e-4200.
  @Test func reachesQuantilesBeyondDoubles() throws {
    let model = CertifiedModel(try DistributionSpec.member("weibull(1e-4, 2)"))
    let interval = try #require(Certificate(of: model, digits: 10).quantile(0.025).interval)
    // log₁₀ of 2 (−log 0.975)^10000, by mpmath.
    #expect(interval.lower.hasSuffix("e-15966") && interval.upper.hasSuffix("e-15966"))
  }
}
