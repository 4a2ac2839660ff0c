// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Names that people use, for families, their parameters, and functions.
@Suite struct FamilyNameTests {
  /// What is written, and what it is in Stan.
  static let priors: [(String, String)] = [
    ("Exp(2)", "exponential(2)"), ("exp(2)", "exponential(2)"),
    ("EXPONENTIAL(2)", "exponential(2)"),
    ("dexp(2)", "exponential(2)"), ("norm(0, 2)", "normal(0, 2)"), ("N(0, 4)", "normal(0, 4)"),
    ("gaussian(0, 1) T[0, ]", "normal(0, 1) T[0, ]"), ("dnorm(1, 2)", "normal(1, 2)"),
    ("laplace(0, 1)", "double_exponential(0, 1)"), ("invgamma(2, 3)", "inv_gamma(2, 3)"),
    ("InverseGamma(2, 3)", "inv_gamma(2, 3)"), ("halfnormal(2)", "half_normal(2)"),
    ("HalfCauchy(2)", "half_cauchy(2)"), ("chi2(3)", "chi_square(3)"),
    ("dchisq(3)", "chi_square(3)"),
    ("unif(0, 2)", "uniform(0, 2)"), ("U(0, 2)", "uniform(0, 2)"),
    ("lnorm(0, 1)", "lognormal(0, 1)"),
    ("t(5)", "student_t(5, 0, 1)"), ("StudentT(5)", "student_t(5, 0, 1)"),
    ("t(5, 1, 2)", "student_t(5, 1, 2)"), ("t(5, scale=2)", "student_t(5, 0, 2)"),
    ("t(scale=2, df=5)", "student_t(5, 0, 2)"),
    ("normal(mu=0, sigma=1)", "normal(0, 1)"), ("normal(sigma = 2, mu = 1/4)", "normal(0.25, 2)"),
    ("normal(3, sd=2)", "normal(3, 2)"), ("normal(scale=2, loc=3)", "normal(3, 2)"),
    ("gamma(rate=1, shape=2)", "gamma(2, 1)"), ("uniform(low=-1, high=1)", "uniform(-1, 1)"),
    ("dgamma(2, 1)", "gamma(2, 1)"), ("pareto(alpha=2, y_min=1)", "pareto(1, 2)"),
    ("kumaraswamy(b=2, a=1)", "kumaraswamy(1, 2)"), ("beta(beta=2, alpha=1)", "beta(1, 2)"),
    ("z ~ gamma(9.0, 4.0)", "gamma(9, 4)"), ("q = Gamma(9, 4)", "gamma(9, 4)"),
  ]

  @Test(arguments: priors)
  func aNameMeansItsFamilyInStan(written: String, spec: String) throws {
    let (member, stans) = (try DistributionSpec.member(written), try DistributionSpec.member(spec))
    #expect(member.family == stans.family)
    #expect(member.parameters == stans.parameters && member.truncation == stans.truncation)
  }

  /// What is written, and the text that it is normalised to.
  static let likelihoods: [(String, String)] = [
    ("N(2*z, 3)", "normal(2*z, 3)"), ("dnorm( z , 3 )", "normal(z, 3)"),
    ("normal(sigma=exp(z), mu=1/3)", "normal(1/3, exp(z))"), ("t(5, loc=z)", "student_t(5, z, 1)"),
    ("x | z ~ normal(z, 2)", "normal(z, 2)"), ("x ~ Poisson(z)", "poisson(z)"),
    ("pois(z)", "poisson(z)"), ("binom(size=10, prob=z)", "binomial(10, z)"),
    ("dbinom(10, z)", "binomial(10, z)"), ("BernoulliLogit(z)", "bernoulli_logit(z)"),
    ("NegBinomial2(z, 3)", "neg_binomial_2(z, 3)"), (" normal( z, 2 ) ", "normal( z, 2 )"),
    ("normal(sigmoid(z), 1)", "normal(sigmoid(z), 1)"),
  ]

  @Test(arguments: likelihoods)
  func aLikelihoodIsWrittenAsInStan(written: String, text: String) throws {
    let density = try LikelihoodSpec.parse(written)
    #expect(density.text == text)
    #expect(try LikelihoodSpec.parse(text) == density)
  }

  @Test func columnsAndNamesOfParametersDoNotMeet() throws {
    let density = try LikelihoodSpec.parse("normal(sigma = 2, mu = mu*z)", columns: ["mu"])
    #expect(density.arguments == [.parameter(1) * .latent, 2])
  }

  @Test(arguments: [
    ("normal(sigmoid(z), 1)", "normal(inv_logit(z), 1)"),
    ("normal(expit(z), 1)", "normal(inv_logit(z), 1)"),
    ("normal(ln(2)*z, 1)", "normal(log(2)*z, 1)"),
    ("normal(-z**2, 1)", "normal(-z^2, 1)"), ("normal(2**-z ** 2, 1)", "normal(2^-z^2, 1)"),
    ("normal(2*z**2*3, 1)", "normal(2*z^2*3, 1)"), ("normal(z ** 2, 1)", "normal(z^2, 1)"),
  ])
  func aFunctionOfAnotherNameIsTheSame(written: String, spec: String) throws {
    #expect(try LikelihoodSpec.parse(written) == LikelihoodSpec.parse(spec))
  }

  /// Each family by each of its names, with R's prefix where that is one, and by no name twice.
  @Test func everyAliasIsOfOneFamily() throws {
    var seen: Set<String> = []
    for family in Families.all {
      for name in [family.name] + family.aliases {
        #expect(try FamilyName(name).family == family)
        #expect(try FamilyName(name.uppercased()).family == family)
        #expect(seen.insert(name.lowercased().filter { $0 != "_" }).inserted, "\(name)")
      }
      for (place, parameter) in family.parameters.enumerated() {
        #expect(family.place(ofParameter: parameter.name) == place)
      }
    }
    #expect(FamilyName.aliases.keys.allSatisfy { Families.named($0) != nil })
  }

  /// The ends that members have.
  @Test(arguments: [
    ("normal", "(-inf, inf)"), ("gamma", "(0, inf)"), ("beta", "(0, 1)"),
    ("uniform", "(alpha, beta)"), ("pareto", "(y_min, inf)"), ("bernoulli", "0..1"),
    ("binomial", "0..n"), ("poisson", "0..inf"), ("neg_binomial_2", "0..inf"),
    ("ordered_logistic", "1..K"), ("von_mises", "(mu - pi, mu + pi)"),
    ("std_normal", "(-inf, inf)"),
  ])
  func theSupportIsNamed(name: String, support: String) throws {
    #expect(try FamilyName(name).family.supportInWords == support)
  }

  @Test func everyFunctionHasItsEntry() throws {
    for function in FormulaFunction.all {
      var parts = Array(repeating: "z", count: function.argumentCount ?? 3)
      if function.name.contains("bessel") { parts[0] = "1" }
      let arguments = parts.joined(separator: ", ")
      let formula = try Formula.parse("\(function.name)(\(arguments))")
      for alias in function.aliases {
        #expect(try Formula.parse("\(alias)(\(arguments))") == formula)
      }
    }
  }
}
