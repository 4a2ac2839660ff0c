// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@Suite struct LikelihoodSpecTests {
  private static let z = Formula.latent

  @Test func aSpecIsReadAsStanWritesIt() throws {
    let z = Self.z
    let normal = try LikelihoodSpec.parse(" normal( 2*z + 1, 1/2 )\n")
    #expect(normal.family.name == "normal")
    #expect(normal.arguments == [2 * z + 1, 0.5])
    #expect(normal.text == "normal( 2*z + 1, 1/2 )" && "\(normal)" == normal.text)
    let volatility = try LikelihoodSpec.parse("normal(0, exp(z/2))")
    #expect(volatility.arguments == [0, (z / 2).applying(.exp)])
    let binomial = try LikelihoodSpec.parse("binomial(1e6, inv_logit(z))")
    #expect(binomial.arguments == [1e6, z.applying(.inverseLogit)])
    #expect(try LikelihoodSpec.parse("normal((2 * z) + 1, .5)") == normal)
    #expect(try LikelihoodSpec.parse("normal(2*z, 0.5)") != normal)
  }

  @Test func everyFamilyOfAnObservationIsKnown() throws {
    for family in Families.all {
      let arguments = family.parameters.map { $0.domain == .count || $0.isFixed ? "3" : "z" }
      let text = "\(family.name)(\(arguments.joined(separator: ",")))"
      #expect(try LikelihoodSpec.parse(text).family.name == family.name)
    }
  }

  /// text, position counted from 0, a part of the message.
  @Test(arguments: [
    ("", 0, "a family has to stand here, as in normal(0, 1)"),
    (" nomal(z, 1)", 1, "no family is called 'nomal'; did you mean normal?"),
    ("normal", 6, "'(' is missing"),
    ("normal(", 7, "a number, a name, a function or '(' has to stand here"),
    ("normal()", 7, "normal(mu, sigma) takes 2 arguments, got 0"),
    (
      "noncentral_t(z, 1)", 13, "nu must be a number, which does not depend on z or a column, got z"
    ),
    (
      "ordered_logistic(z, 1, 0.5)", 17,
      "the cut points of an ordered logistic distribution must be in ascending order, got 1.0, 0.5"
    ),
    ("ordered_probit(z)", 15, "ordered_probit(eta, c, ...) takes 2 arguments, got 1"),
    ("normal(z)", 7, "normal(mu, sigma) takes 2 arguments, got 1"),
    ("exponential(z, 1)", 12, "exponential(beta) takes 1 argument, got 2"),
    ("normal(z, 1", 11, "')' is missing"),
    ("normal(z 1)", 9, "an operator, + - * / or ^, has to stand before '1'"),
    ("normal(z, , 1)", 10, "has to stand here"),
    ("normal(z, y)", 10, "nothing is called 'y': z, pi(), e() are known"),
    ("normal(x, 1)", 7, "nothing is called 'x'"),
    ("normal(fresnel(z), 1)", 7, "no function is called 'fresnel'"),
    ("normal(z − 1, 1)", 9, "'−' is not the minus of the keyboard, '-'"),
    ("normal(z, -1)", 10, "sigma = -1 must be a positive finite number, got -1.0"),
    ("normal(z, 1 - 1)", 10, "sigma = 0 must be a positive finite number, got 0.0"),
    ("normal(1/0, 1)", 7, "'1/0' must be a finite number, got inf"),
    ("bernoulli(1.5)", 10, "theta = 1.5 must be from 0 to 1, got 1.5"),
    ("binomial(2.5, z)", 9, "n = 2.5 must be a whole number from 0, got 2.5"),
    ("binomial(z, 0.5)", 9, "n must be a whole number for every z, got z"),
    ("normal(z, 1) T[0 ]", 17, "',' is missing"),
    ("normal(z, 1) T(0, )", 14, "'[' is missing"),
    ("normal(z, 1) T[z, ]", 15, "an end of a truncation must not depend on z, got z"),
    (
      "normal(z, 1) T[2, 1]", 15,
      "a truncation needs an interval with some of the mass, got T[2, 1]"
    ),
    ("poisson(z) T[1.2, 1.8]", 13, "a truncation needs an interval with some of the mass"),
    ("beta(z, 2) T[0.1, ]", 11, "needs a number as alpha, which does not depend on z or a column"),
    ("von_mises(z, 2) T[0, ]", 16, "which von_mises(mu, kappa) has not got here"),
    ("exponential(z) T[, -1]", 15, "a truncation needs an interval with some of the mass"),
    (
      "normal(z, 1) + 1", 13,
      "'+ 1' is too much: a likelihood ends with its ')', or with T[lower, upper]"
    ),
  ])
  func whatIsWrongIsNamedWithItsPosition(text: String, position: Int, message: String) {
    #expect {
      _ = try LikelihoodSpec.parse(text)
    } throws: { error in
      guard let error = error as? LikelihoodSpecError else { return false }
      return error.text == text && error.position == position
        && "\(error)".hasPrefix("'\(text)', character \(position + 1): ")
        && "\(error)".contains(message)
    }
  }

  @Test func theLogDensityIsThatOfTheFamilyAtTheArguments() throws {
    for (x, z) in [(0.3, -2.0), (50, 0), (-7, 3.5)] {
      let volatility = try LikelihoodSpec.parse("normal(z/3, exp(z/2))").logDensity(of: x)
      let normal = try Normal(mean: z / 3, standardDeviation: exponential(z / 2))
      #expect(relativeError(volatility(DoubleDouble(z)).head, normal.logDensity(x)) < 1e-13)
    }
    let rate = try LikelihoodSpec.parse("exponential(z)").logDensity(of: 2)
    #expect(rate(DoubleDouble(1)).head == -2)
    // 1 of 2 at p = ½: log ½.
    let binomial = try LikelihoodSpec.parse("binomial(2, z)").logDensity(of: 1)
    #expect(abs(binomial(DoubleDouble(0.5)).head + 0.6931471805599453) < 1e-15)
    // What does not depend on z is a number.
    #expect(try LikelihoodSpec.parse("normal(0, 1)").logDensity(of: 3).constantValue != nil)
  }

  @Test(arguments: [
    ("normal(z, 1)", Double.nan, "the observation x must be finite, got nan"),
    ("normal(z, 1)", .infinity, "must be finite, got inf"),
    ("poisson(z)", 1.5, "x must be a whole number from 0 under poisson(z), got 1.5"),
    ("poisson(z)", -1, "x must be a whole number from 0 under poisson(z), got -1.0"),
    ("bernoulli_logit(z)", 2, "no z can give x = 2.0 under bernoulli_logit(z)"),
    ("binomial(3, z)", 4, "no z can give x = 4.0"),
    ("exponential(z)", -1, "no z can give x = -1.0 under exponential(z)"),
    ("half_normal(exp(z))", -2, "no z can give x = -2.0"),
    ("bernoulli(0)", 1, "no z can give x = 1.0"),
  ])
  func impossibleObservationsAreRefused(text: String, x: Double, message: String) throws {
    let likelihood = try LikelihoodSpec.parse(text)
    #expect {
      _ = try likelihood.logDensity(of: x)
    } throws: { error in
      error is ObservationError && "\(error)".contains(message)
    }
  }

  @Test func argumentsOutsideTheirDomainAreNamed() throws {
    let likelihood = try LikelihoodSpec.parse("normal(log(z), z - 1)")
    #expect(likelihood.violations(at: 2).isEmpty)
    let atOne = try #require(likelihood.violations(at: 1).first)
    #expect(likelihood.violations(at: 1).count == 1)
    #expect(atOne.parameter == "sigma" && atOne.formula == "z - 1" && atOne.value == 0)
    #expect("\(atOne)" == "sigma = z - 1 must be a positive finite number, got 0.0")
    #expect(likelihood.violations(at: -1).map(\.parameter) == ["mu", "sigma"])
    let bernoulli = try LikelihoodSpec.parse("bernoulli(z)")
    #expect(bernoulli.violations(at: 0).isEmpty && bernoulli.violations(at: 1).isEmpty)
    #expect(bernoulli.violations(at: 1.1).first?.requirement == "from 0 to 1")
  }

  @Test func noTextTraps() {
    var random = SeededRandom(seed: 8)
    let pieces = [
      "normal", "binom", "t", "x | z ~", "=", "mu", "**", "(", ")", "T", "[", "]", ",", " ", "1",
      "-", "z", "^", "exp(", "é", "🙂",
    ]
    for _ in 0..<10_000 {
      let count = Int.random(in: 0..<13, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do throws(LikelihoodSpecError) {
        let likelihood = try LikelihoodSpec.parse(text)
        #expect(likelihood.arguments.count == likelihood.family.parameters.count)
      } catch {
        #expect((0...text.count).contains(error.position), "\(error)")
      }
    }
  }
}
