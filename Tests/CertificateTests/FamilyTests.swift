// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@testable import Certificate

/// The densities of all families with exact parameters.
struct FamilyTests {
  static let members = [
    "exponential(3)", "half_normal(0.2)", "normal(2, 1e-25)", "gamma(1e-10, 3)", "gamma(1e20, 2)",
    "inv_gamma(1e-3, 1e-300)", "lognormal(3, 80)", "weibull(1e-4, 2)", "weibull(50, 1e200)",
    "beta(1e-16, 2)", "beta(2, 1e30)", "uniform(-1e300, 2)", "student_t(1e-3, 1, 2)",
    "student_t(1e12, 0, 1)", "cauchy(3, 1e-20)", "half_cauchy(1e150)", "double_exponential(-1, 2)",
    "logistic(2, 1e10)", "gumbel(-3, 1e-3)", "chi_square(0.98)", "rayleigh(1e-100)",
    "pareto(2, 1e-6)", "kumaraswamy(1e-3, 7)", "kumaraswamy(30, 0.1)", "loglogistic(1, 0.02)",
    "std_normal()", "skew_normal(1, 2, -3)", "skew_normal(0, 1e-3, 40)",
    "exp_mod_normal(1, 2, 0.3)",
    "exp_mod_normal(0, 1, 20)", "von_mises(0, 400)", "inv_gaussian(2, 3)",
    "inv_gaussian(1, 0.01)", "frechet(1.5, 2)", "gev(1, 2, 0.3)", "gev(0, 1, -0.2)",
    "pareto_type_2(1, 2, 0.4)", "inv_chi_square(3)", "scaled_inv_chi_square(0.5, 2)", "chi(3.5)",
    "beta_proportion(0.3, 2)", "logit_normal(1, 3)", "continuous_bernoulli(0.2)",
    "noncentral_t(2.5, 1)", "noncentral_t(0.3, -3)", "noncentral_t(39, 8)",
    "noncentral_t(1e5, -40)",
    "normal(0, 1) T[38, ]", "gamma(1e6, 1) T[1, 20]", "beta(0.5, 1e6) T[0.5, 0.75]",
    "cauchy(0, 1) T[-1e30, 3]", "lognormal(0, 1) T[, 1e-300]",
  ]

  @Test func everyFamilyHasAMember() {
    for family in Families.continuous {
      #expect(FamilyTests.members.contains { $0.hasPrefix("\(family.name)(") }, "\(family)")
    }
  }

  /// With a likelihood of ½ everywhere p(x) is ½, to 25 digits.
  @Test(arguments: members)
  func integratesToOne(_ text: String) throws {
    let model = try CertifiedModel(
      prior: try DistributionSpec.member(text),
      likelihood: try LikelihoodSpec.parse("bernoulli(0.5)"),
      observations: [1])
    try CertificateTests.expect(
      Certificate(of: model, digits: 25).logEvidence(),
      "-0.6931471805599453094172321214581765680755",
      digits: 25)
  }

  /// A constant of a density that has 31 digits of something else would end the proofs there. That of noncentral_t has its
  /// number of degrees of freedom in it, and 25 digits are what is asked for at most.
  @Test(arguments: Families.all.filter { $0 != NoncentralT.family })
  func constantsAreExact(_ family: Family) {
    func check(_ formula: Formula) {
      if case .constant(let value) = formula {
        #expect(ExactNumbers.isExact(value), "\(family): \(value)")
      }
      formula.parts.forEach(check)
    }
    check(family.logDensity(of: .parameter(9), family.parameters.indices.map { .parameter($0) }))
  }

  /// log(2π) in a text is no number of 31 digits.
  @Test func numbersOfATextAreNotFolded() throws {
    let model = try CertifiedModel(
      logJoint: "-0.5*z^2 - 0.5*log(2*pi()) + log(3)/7", support: .real)
    try CertificateTests.expect(
      Certificate(of: model, digits: 50).logEvidence(), "0.15694461266687281305646360527464652924",
      digits: 34)
    let interval = try #require(Certificate(of: model, digits: 50).logEvidence().interval)
    #expect(interval.lower.hasPrefix("0.15694461266687281305646360527464652923535579397"))
  }
}
