// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Distributions

/// Mixtures by what follows from their parts, and what is no mixture.
@Suite struct MixtureTests {
  /// Specs with a mean and a variance in closed form.
  static let moments: [(text: String, mean: Double, variance: Double)] = [
    ("mixture(0.25, normal(0, 1), normal(4, 2))", 3, 0.25 * (1 + 9) + 0.75 * (4 + 1)),
    ("mixture(0.5, exponential(1), normal(-1, 1))", 0, 0.5 * (1 + 1) + 0.5 * (1 + 1)),
    ("mixture(0.5, uniform(0, 1), 0.5, uniform(2, 3))", 1.5, 1.0 / 12 + 1),
    ("mixture(0.5, mixture(0.5, normal(0, 1), normal(2, 1)), normal(1, 1))", 1, 1.5),
    ("mixture(0.5, normal(0, 1), cauchy(0, 1))", .nan, .nan),
    ("mixture(0.5, normal(0, 1), pareto(1, 1))", .infinity, .nan),
    ("mixture(0, cauchy(0, 1), normal(2, 3))", 2, 9),
    ("mixture(normal(2, 3))", 2, 9),
  ]

  @Test(arguments: moments)
  func momentsAreThoseOfTheParts(text: String, mean: Double, variance: Double) throws {
    let mixture = try DistributionSpec.parse(text)
    func isNear(_ a: Double, _ b: Double) -> Bool {
      a == b || (a.isNaN && b.isNaN) || abs(a - b) <= 1e-14
    }
    #expect(isNear(mixture.mean, mean), "\(mixture.mean)")
    #expect(isNear(mixture.variance, variance), "\(mixture.variance)")
  }

  @Test func probabilitiesAndQuantilesAreThoseOfTheSum() throws {
    let mixture = try DistributionSpec.parse("mixture(0.25, exponential(2), normal(3, 0.5))")
    let (first, second) = (
      try Exponential(rate: 2), try Normal(mean: 3, standardDeviation: 0.5)
    )
    #expect(mixture.support == .real)
    for z in [-2, 0.1, 1, 3.2, 60] {
      for (a, b) in [(-Double.infinity, z), (z, .infinity), (z, z + 0.5)] {
        let value = mixture.boundedLogProbability(from: a, to: b)
        let sum =
          0.25 * exponential(first.boundedLogProbability(from: a, to: b).value)
          + 0.75 * exponential(second.boundedLogProbability(from: a, to: b).value)
        #expect(abs(exponential(value.value) - sum) <= 1e-15 + value.error * sum)
      }
      let own = 0.25 * first.density(z) + 0.75 * second.density(z)
      #expect(abs(mixture.density(z) - own) <= 1e-13 * own)
    }
    for p in [1e-200, 1e-9, 0.1, 0.25, 0.5, 0.999] {
      let z = mixture.quantile(p)
      #expect(abs(mixture.cumulativeProbability(z) - p) <= 1e-13 * p)
    }
    #expect(mixture.quantile(0) == -.infinity && mixture.quantile(1) == .infinity)
    #expect(mixture.quantile(2).isNaN)
  }

  @Test func theModeIsTheHighestAndTheEntropyThatOfTheSum() throws {
    let far = try DistributionSpec.parse("mixture(0.3, normal(0, 0.1), normal(50, 1))")
    #expect(abs(far.mode) < 1e-12)
    // Parts that do not overlap: the entropy of the choice, and those of the parts.
    let normal = 0.5 * logarithm(2 * .pi) + 0.5
    let choice = -0.3 * logarithm(0.3) - 0.7 * logarithm(0.7)
    let expected = choice + 0.3 * (normal + logarithm(0.1)) + 0.7 * normal
    #expect(abs(far.entropy - expected) < 1e-10, "\(far.entropy) \(expected)")
  }

  @Test func theTailIsThatOfThePartThatFallsSlowest() throws {
    let mixture = try DistributionSpec.parse(
      "mixture(0.1, student_t(3, 0, 1), 0.1, cauchy(0, 1), normal(0, 1))")
    #expect(mixture.lowerTail == .powerLaw(exponent: 2))
    #expect(mixture.upperTail == .powerLaw(exponent: 2))
    let half = try DistributionSpec.parse("mixture(0.5, exponential(1), normal(0, 1))")
    #expect(half.lowerTail == Normal.standard.lowerTail)
    #expect(half.upperTail == (try Exponential(rate: 1)).upperTail)
    #expect(half.normalization == .exact)
  }

  @Test(arguments: [
    "mixture(0.25, normal(0.0, 1.0), normal(4.0, 2.0))",
    "mixture(0.25, normal(0.0, 1.0), 0.5, gamma(2.0, 1.0), mixture(0.1, cauchy(0.0, 1.0), normal(3.0, 1.0)))",
  ])
  func whatIsPrintedIsReadAgain(text: String) throws {
    #expect("\(try DistributionSpec.parse(text))" == text)
    let truncated = try DistributionSpec.parse(text + " T[0.0, ]")
    #expect(truncated.support == .positive)
  }

  /// Where a weight may stand, a name that is a function's is the function.
  @Test func functionsWinWhereAWeightMayStand() throws {
    let likelihood = try LikelihoodSpec.parse(
      "mixture(exp(-z), exp(2), Exp(z))", columns: [])
    #expect(likelihood.text == "mixture(exp(-z), exponential(2), exponential(z))")
  }

  @Test func weightsOutsideTheirDomainAreViolations() throws {
    let two = try LikelihoodSpec.parse("mixture(z, normal(0, 1), normal(3, 1))")
    #expect(two.violations(at: 0.5).isEmpty && two.violations(at: -1).map(\.parameter) == ["w_1"])
    let three = try LikelihoodSpec.parse(
      "mixture(z, normal(0, 1), z, normal(3, 1), normal(4, 1))")
    #expect(three.violations(at: 0.5).isEmpty)
    #expect(three.violations(at: 0.6).map(\.parameter) == ["the last weight"])
  }

  /// Sums over the counts are 1, and the probabilities those of the definition.
  @Test(arguments: [
    "zero_inflated(0.2, poisson(3))", "hurdle(0.2, poisson(3))", "hurdle(0.7, binomial(9, 0.3))",
    "zero_inflated(0.3, hurdle(0.2, neg_binomial_2(2, 3)))",
    "mixture(0.25, poisson(2), neg_binomial_2(2, 3))",
  ])
  func countsAddUpToOne(text: String) throws {
    let likelihood = try LikelihoodSpec.parse(text)
    var sum = 0.0
    for x in 0...400 {
      let log = try? likelihood.logDensity(of: Double(x)).constantValue?.head
      sum += exponential(log.flatMap { $0 } ?? -.infinity)
    }
    #expect(abs(sum - 1) < 1e-14, "\(sum)")
  }
}
