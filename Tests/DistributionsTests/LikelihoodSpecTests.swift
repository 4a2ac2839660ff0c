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
      do throws(SpecError) {
        let likelihood = try LikelihoodSpec.parse(text)
        #expect(likelihood.arguments.count == likelihood.family.parameters.count)
      } catch {
        #expect((0...text.count).contains(error.position), "\(error)")
      }
    }
  }
}
