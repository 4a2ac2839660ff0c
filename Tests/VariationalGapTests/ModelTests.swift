// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing
import VariationalGap

@Suite struct ModelTests {
  private func model(_ prior: String, _ likelihood: String, _ x: [Double]) throws -> Model {
    try Model(
      prior: DistributionSpec.parse(prior), likelihood: LikelihoodSpec.parse(likelihood),
      observations: x)
  }

  @Test func theJointIsThePriorTimesTheLikelihoodOfEachObservation() throws {
    let model = try model("exponential(2)", "normal(2*z + 1, 0.5)", [0.3, 1.2, 0.7])
    let prior = try Exponential(rate: 2)
    let priorFormula = try #require(model.prior).formula
    let likelihoodFormula = try #require(model.logLikelihood)
    #expect(model.support == .positive)
    for z in [0.1, 1, 3.5] {
      let likelihood = try [0.3, 1.2, 0.7].reduce(0.0) { sum, x in
        sum + (try Normal(mean: 2 * z + 1, standardDeviation: 0.5).logDensity(x))
      }
      let at = DoubleDouble(z)
      let logLikelihood = likelihoodFormula(at).head
      let logPrior = priorFormula(at).head
      #expect(abs(logLikelihood - likelihood) < 1e-13 * abs(likelihood))
      #expect(abs(logPrior - prior.logDensity(z)) < 1e-15 * abs(logPrior))
      #expect(abs(model.logJoint(at).head - logPrior - logLikelihood) < 1e-13 * abs(likelihood))
    }
  }

  /// −log(1 + e⁻ᶻ) for each of the ones, −log(1 + eᶻ) for each of the zeros.
  @Test func equalObservationsAreOneTerm() throws {
    func logLikelihood(_ x: [Double]) throws -> Formula {
      try #require(try model("normal(0, 10)", "bernoulli_logit(z)", x).logLikelihood)
    }
    let (one, zero) = (try logLikelihood([1]), try logLikelihood([0]))
    #expect(try logLikelihood(Array(repeating: 1, count: 20)) == 20 * one)
    #expect(try logLikelihood([1, 0, 1, 0, 1]) == 3 * one + 2 * zero)
    let mixed = try model("normal(0, 10)", "bernoulli_logit(z)", [1, 0, 1, 0, 1])
    #expect(mixed.observations == [1, 0, 1, 0, 1])
  }

  @Test func manyObservationsMakeNoDeepFormula() throws {
    let x = (0..<20_000).map { Double($0) / 20_000 }
    let model = try model("normal(0, 1)", "normal(z, 1)", x)
    // Σx = 9999.5, Σx² = Σk²/20000² = 6666.166675.
    let expected = -0.5 * (6666.166675 - 2 * 9999.5 + 20_000) - 20_000 * 0.9189385332046727
    let formula = try #require(model.logLikelihood)
    let value = formula(DoubleDouble(1)).head
    #expect(abs(value - expected) < 1e-12 * abs(expected))
    #expect("\(model)".hasSuffix("x = 0.0, 5e-05, 0.0001, … (20000 observations)"))
  }

  @Test func observationsThatMakeNoModelAreRefused() throws {
    func message(_ likelihood: String, _ x: [Double]) -> String? {
      do {
        _ = try model("normal(0, 1)", likelihood, x)
        return nil
      } catch { return "\(error)" }
    }
    #expect(message("normal(z, 1)", []) == "at least one observation x is needed, got none")
    #expect(message("normal(z, 1)", [1, .nan]) == "the observation x must be finite, got nan")
    #expect(message("poisson_log(z)", [1, 2.5])?.contains("got 2.5") == true)
    #expect(message("exponential(exp(z))", [1, -2])?.contains("no z can give x = -2.0") == true)
  }

  @Test func aLogJointIsAFormulaInZAndX() throws {
    let model = try Model(
      logJoint: "-z - 0.5*(x - z)^2", support: IntervalSpec.parse("0..inf"), observation: 3)
    #expect(model.logJoint(DoubleDouble(1)).head == -3)
    #expect(model.support == .positive && model.prior == nil)
    #expect(model.likelihood == nil && model.logLikelihood == nil && model.observations == [3])
    #expect("\(model)" == "log p(x, z) = -z - 0.5*(x - z)^2, z in (0.0, inf), x = 3.0")
    let without = try Model(logJoint: "-z^2/2", support: .real)
    #expect(without.logJoint(DoubleDouble(2)).head == -2 && without.observations == [])
    #expect("\(without)" == "log p(x, z) = -z^2/2, z in (-inf, inf)")
  }

  @Test func aLogJointThatCannotBeReadIsRefused() {
    #expect(throws: InferenceError.model(.missingObservation(logJoint: "-(x - z)^2"))) {
      _ = try Model(logJoint: "-(x - z)^2", support: .real)
    }
    #expect(throws: InferenceError.model(.observation(.notFinite(.infinity)))) {
      _ = try Model(logJoint: "-(x - z)^2", support: .real, observation: .infinity)
    }
    #expect {
      _ = try Model(logJoint: "-(x - y)^2", support: .real, observation: 1)
    } throws: {
      "\($0)" == "'-(x - y)^2', character 7: nothing is called 'y': x, z, pi(), e() are known"
    }
  }

  @Test(arguments: [
    ("exponential(2)", "normal(z, 1)", [0.3], true),
    ("exponential(2)", "normal( (z), 2/2)", [0.3], true),
    ("exponential(2)", "normal(z, 1)", [0.3, 0.3], false),
    ("exponential(2)", "normal(z, 2)", [0.3], false),
    ("exponential(2)", "normal(2*z, 1)", [0.3], false),
    ("half_normal(2)", "normal(z, 1)", [0.3], false),
    ("exponential(2) T[0, 1]", "normal(z, 1)", [0.3], false),
    ("exponential(2)", "exponential(z)", [0.3], false),
  ])
  func theModelOfTheExerciseIsRecognised(
    prior: String, likelihood: String, x: [Double], isExercise: Bool
  ) throws {
    #expect(try model(prior, likelihood, x).isExerciseModel == isExercise)
  }

  @Test func aModelIsDescribedForPeople() throws {
    let model = try model("normal(0, 1)", "normal(2*z + 1, 0.5)", [0.3, 1.2])
    #expect("\(model)" == "z ~ normal(0.0, 1.0), x | z ~ normal(2*z + 1, 0.5), x = 0.3, 1.2")
  }
}
