// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// Learning the free parameters of any model: maxima in closed form, limits that are not attained, and the exercise.
struct LearningTests {
  private static func counts(_ numbers: [Double]) -> [[Observation]] {
    numbers.map { [.value($0)] }
  }

  // MARK: Truths

  private static func truth(_ name: String, _ field: String) throws -> Truth {
    let rows = try CSVTable(fixture: "learning_truth").rows
    let row = rows.first { $0["case"] == name && $0["field"] == field }
    return Truth(try #require(row?["truth"], "\(name) \(field)"))
  }

  /// The marginal likelihood is that of negative binomial counts.
  @Test func gammaAndPoissonReachTheClosedForm() throws {
    let counts = try CSVTable(fixture: "learning_counts")["n"].compactMap { Double($0) }
    let problem = try LearningProblem(
      prior: "gamma(?, ?)", likelihood: "poisson(z)", groups: LearningTests.counts(counts))
    #expect(problem.groupCount == 1000 && problem.distinctCount < 40)
    #expect(problem.parameters.map(\.name) == ["prior_alpha", "prior_beta"])
    let result = try problem.maximizeLikelihood()
    #expect(result.outcome == .attained && result.errorKind == .proven)
    #expect(result.value.covers(try LearningTests.truth("gamma_poisson", "log_evidence")))
    #expect(result.value.error < 1e-10)
    for (name, value) in zip(["prior_alpha", "prior_beta"], result.parameters) {
      #expect(value.covers(try LearningTests.truth("gamma_poisson", name)), "\(name) \(value)")
      #expect(value.error < 1e-11)
    }
    // A gamma distribution is the posterior: nothing is lost.
    let elbo = try problem.maximizeElbo(q: FreeMember("gamma(?, ?)"), from: result)
    #expect(elbo.outcome == .attained)
    #expect(elbo.value.covers(try LearningTests.truth("gamma_poisson", "log_evidence")))
    for (name, value) in zip(["prior_alpha", "prior_beta"], elbo.parameters) {
      #expect(value.covers(try LearningTests.truth("gamma_poisson", name)), "\(name) \(value)")
    }
    #expect(problem.members(of: elbo).count == 1000)
  }

  /// A unit changes nothing but the numbers: the mean and the variance of the observations less that of the likelihood.
  @Test(arguments: [
    ([1.73364e20, 2.31752e20, 3.65081e19, -1.89117e20, -2.71902e19], 1.21e20),
    ([1.73364e-20, 2.31752e-20, 3.65081e-21, -1.89117e-20, -2.71902e-21], 1.21e-20),
    ([1.3e15, 4.5e15, -2e15, 0.7e15], 1e15), ([53943200.0, -95569600], 66600000.0),
    ([-48330700000000.0, -48330400000000, -48330600000000], 65900000.0),
  ])
  func theUnitOfTheObservationsIsAny(x: [Double], sigma: Double) throws {
    let problem = try LearningProblem(
      prior: "normal(?, ?)", likelihood: "normal(z, \(sigma))", groups: LearningTests.counts(x))
    let result = try problem.maximizeLikelihood()
    #expect(result.outcome == .attained, "\(result)")
    let n = Double(x.count)
    let mean = x.reduce(0, +) / n
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let truths = [mean, (variance - sigma * sigma).squareRoot()]
    for (found, truth) in zip(result.parameters, truths) {
      #expect(abs(found.value - truth) <= found.error + 1e-14 * abs(truth), "\(found) \(truth)")
      #expect(found.error < 1e-9 * truths[1], "\(found)")
    }
    let value = -0.5 * n * (DoubleDouble.log(2 * .pi * variance).head + 1)
    #expect(abs(result.value.value - value) <= result.value.error + 4 * value.ulp)
  }

  @Test func studentTReachesTheQuadrature() throws {
    let problem = try LearningProblem(
      prior: "normal(?, ?)", likelihood: "student_t(4, z, 0.5)", groups: [[3], [1], [-2], [8]])
    let result = try problem.maximizeLikelihood()
    #expect(result.outcome == .attained)
    #expect(result.value.covers(try LearningTests.truth("student_t", "log_evidence")))
    for (name, value) in zip(["prior_mu", "prior_sigma"], result.parameters) {
      // Ten digits are known.
      let near = Estimate(value.value, error: value.error + 1e-9)
      #expect(near.covers(try LearningTests.truth("student_t", name)))
    }
  }

  /// The same model with the mean in the likelihood; the ELBO of a normal q in closed form.
  @Test(arguments: [
    ("normal(?, ?)", "poisson(exp(z))"), ("normal(0, ?)", "poisson(exp(? + z))"),
    ("normal(0, ?)", "poisson_log(z + ?)"),
  ])
  func theElboReachesTheClosedForm(prior: String, likelihood: String) throws {
    let problem = try LearningProblem(
      prior: prior, likelihood: likelihood, groups: LearningTests.counts([3, 1, 2, 8, 15]))
    let result = try problem.maximizeElbo(q: FreeMember("normal(?, ?)"))
    #expect(result.outcome == .attained)
    #expect(result.value.covers(try LearningTests.truth("poisson_lognormal", "elbo")))
    let (mu, sigma) =
      prior == "normal(?, ?)"
      ? (result.parameters[0], result.parameters[1]) : (result.parameters[1], result.parameters[0])
    #expect(mu.covers(try LearningTests.truth("poisson_lognormal", "elbo_prior_mu")), "\(mu)")
    #expect(sigma.covers(try LearningTests.truth("poisson_lognormal", "elbo_prior_sigma")))
    #expect(max(mu.error, sigma.error) < 1e-10)
  }

  /// Stationary points of the closed form, by mpmath: the best lognormal(m, s) of a count x has s² = 1/(α + x) and
  /// (β + 1) exp(m + s²/2) = α + x. Of q as wide as those of a small α the nodes of the search leave out a tail of E_q[z].
  @Test(arguments: [
    ([3, 0, 7, 1, 12, 2], "1.184814268063195932453", "0.2843554243351670237886"),
    ([0, 0, 1, 0, 5, 0, 2], "0.7896826117325593099316", "0.6909722852659891336901"),
    ([30, 10, 55, 80, 41], "2.849990319135701858096", "0.06597199812814124671519"),
    ([0, 0, 0, 9], "0.2355112549940806049152", "0.104671668886258046629"),
    ([100, 1000, 10, 300], "0.6247460952654375757389", "0.001772329348270744895713"),
  ])
  func parametersLieWithinTheirErrors(
    _ counts: [Double], _ alpha: String, _ beta: String
  ) throws {
    let problem = try LearningProblem(
      prior: "gamma(?, ?)", likelihood: "poisson(z)", groups: LearningTests.counts(counts))
    let result = try problem.maximizeElbo(q: FreeMember("lognormal(?, ?)"))
    #expect(result.outcome == .attained)
    for (value, truth) in zip(result.parameters, [alpha, beta]) {
      #expect(value.covers(Truth(truth)), "\(value), is \(truth)")
      #expect(value.error < 1e-9 * value.value)
    }
  }

  /// As by the code for the exercise's model, which solves its own equations.
  @Test(arguments: [[2], [0.5], [-1, 0.5, 2], [3, 1, 0.01, 2, 8, 15]])
  func theExerciseIsAnInstance(_ observations: [Double]) throws {
    let problem = try LearningProblem(
      prior: "exponential(?)", likelihood: "normal(z, 1)",
      groups: LearningTests.counts(observations))
    let exercise = try ExerciseLearning(observations: observations)
    let likelihood = try problem.maximizeLikelihood()
    let elbo = try problem.maximizeElbo(q: FreeMember("exponential(?)"), from: likelihood)
    for (result, outcome) in [
      (likelihood, try exercise.maximizeLikelihood()), (elbo, try exercise.maximizeElbo()),
    ] {
      guard case .attained(let maximum) = outcome else {
        Issue.record("the exercise has a maximum")
        continue
      }
      #expect(result.outcome == .attained)
      #expect(agree(result.value, maximum.value))
      #expect(agree(result.parameters[0], maximum.rate), "\(result.parameters[0]) \(maximum.rate)")
      #expect(result.parameters[0].error < 1e-9 * maximum.rate.value)
    }
  }

  private func agree(_ a: Estimate, _ b: Estimate) -> Bool {
    abs(a.value - b.value) <= a.error + b.error
  }

  @Test func aTruncatedPriorHasItsNormaliserInTheGradient() throws {
    // A half normal prior is a normal one cut at its mean.
    let groups = LearningTests.counts([0.3, 1.9, 0.8, 3.1])
    let cut = try LearningProblem(
      prior: "normal(0, ?) T[0, ]", likelihood: "normal(z, 0.5)", groups: groups
    ).maximizeLikelihood()
    let half = try LearningProblem(
      prior: "half_normal(?)", likelihood: "normal(z, 0.5)", groups: groups
    ).maximizeLikelihood()
    #expect(cut.outcome == .attained && half.outcome == .attained)
    #expect(agree(cut.value, half.value))
    #expect(agree(cut.parameters[0], half.parameters[0]))
  }

  @Test func rowsHaveColumnsAndWeights() throws {
    // With x = w·z + noise and all w the same, w scales the prior.
    let x = [0.3, 1.9, -0.8, 3.1]
    let plain = try LearningProblem(
      prior: "normal(0, ?)", likelihood: "normal(z, ?)",
      groups: x.map { [.value($0), .value($0 + 1)] }
    ).maximizeLikelihood()
    let table = try DataTable([("w", [2, 2])])
    let likelihood = try FreeLikelihood("normal(w*z, ?)", columns: ["w"])
    let any = try LikelihoodSpec.parse("normal(w*z, 1)", columns: ["w"])
    let rows = try x.map { x in
      [try ObservedRows(of: [x, x + 1], under: any, columns: table)]
    }
    let scaled = try LearningProblem(
      prior: FreeMember("normal(0, ?)"), likelihoods: [likelihood], groups: rows
    ).maximizeLikelihood()
    #expect(agree(plain.value, scaled.value))
    #expect(agree(plain.parameters[1], scaled.parameters[1]))
    #expect(
      agree(
        plain.parameters[0],
        Estimate(2 * scaled.parameters[0].value, error: 2 * scaled.parameters[0].error)))
  }

  /// Data far from 0 that spread over hundreds, or thousandths: the maximum of the closed form by mpmath, for the first scale;
  /// log p(x) of the others is less by 12 log scale.
  @Test(arguments: [1e-6, 1, 100, 1e4])
  func locationsAreFoundAtAnyScale(scale: Double) throws {
    let groups = [
      [639.4], [489.7, 779.1, 798.2], [122.4, 266.2, 161.5], [377.6, 690.9, 407.3], [308.6],
      [546.2],
    ]
    let result = try LearningProblem(
      prior: "normal(?, ?)", likelihood: "normal(z, ?)",
      groups: groups.map { $0.map { .value($0 * scale) } }
    ).maximizeLikelihood()
    #expect(result.outcome == .attained)
    let truth = -80.00208912802979 - 12 * logarithm(scale)
    #expect(abs(result.value.value - truth) < 1e-11, "\(result.value)")
    let parameters = [472.6111459091996, 157.2597918411766, 141.8136145675693]
    for (found, truth) in zip(result.parameters, parameters) {
      #expect(abs(found.value / scale - truth) < 1e-11 * truth, "\(found)")
    }
  }

  /// The q are too wide to follow the prior to a point.
  @Test func aFamilyThatCannotContractHasAMaximum() throws {
    let problem = try LearningProblem(
      prior: "normal(?, ?)", likelihood: "normal(z, 50)", groups: [[3], [1]])
    let likelihood = try problem.maximizeLikelihood()
    let elbo = try problem.maximizeElbo(q: FreeMember("normal(?, 0.5)"), from: likelihood)
    #expect(elbo.outcome == .attained)
    // σ² = ½²: Σ ELBO is Σ log N(x; 2, 50²) − ½²/50², and the KL of each q to the prior is that of its mean, nearly 0.
    #expect(abs(elbo.value.value + 9.662423037269637) < 1e-12)
  }

  // MARK: Limits

  /// Σ log p(x | z) at one z.
  private static let limits: [(String, String, [Double], Double, Double)] = [
    ("gamma(?, ?)", "poisson(z)", [3, 4, 3, 4, 2], 3.2, -8.022360822821053),
    ("gamma(?, ?)", "poisson(z)", [5], 5, -1.7403021806115442),
    ("gamma(?, ?)", "poisson(z)", [0, 0, 0], 0, 0), ("gamma(2, ?)", "poisson(z)", [0], 0, 0),
    ("normal(?, ?)", "normal(z, 1)", [3], 3, -0.9189385332046727),
    ("normal(0, ?)", "normal(z, 1)", [0.3, -0.5], 0, -2.0078770664093453),
    ("normal(0, ?)", "normal(z, 1)", [0.3, -0.4], 0, -1.9628770664093453),
    ("exponential(?)", "normal(z, 1)", [-1], 0, -1.4189385332046727),
    ("lognormal(?, ?)", "poisson(z)", [3, 4, 3, 4, 2], 3.2, -8.022360822821053),
  ]

  @Test(arguments: limits.indices)
  func aPriorThatContractsToAPointIsTheLimit(_ index: Int) throws {
    let (prior, likelihood, x, point, value) = LearningTests.limits[index]
    let problem = try LearningProblem(
      prior: prior, likelihood: likelihood, groups: LearningTests.counts(x))
    let evidence = try problem.maximizeLikelihood()
    let q = try FreeMember(prior.hasPrefix("normal") ? "normal(?, ?)" : "gamma(?, ?)")
    var results = [evidence, try problem.maximizeElbo(q: q, from: evidence)]
    // Without the other limit the search goes all of the long way by itself: once for each family.
    if [0, 5, 7].contains(index) { results.append(try problem.maximizeElbo(q: q)) }
    for result in results {
      guard case .notAttained(let limit) = result.outcome else {
        Issue.record("\(prior): \(result.outcome)")
        continue
      }
      #expect(abs((limit.point ?? .nan) - point) < 1e-9)
      #expect(abs(limit.supremum.value - value) < 1e-12 && limit.supremum.error < 1e-12)
      #expect(!limit.ways.isEmpty && result.value.lowerBound <= limit.supremum.upperBound)
    }
  }

  @Test(arguments: ["normal(0, 1)", "normal(?, ?)"])
  func equalRowsMakeADensityWithoutBound(_ prior: String) throws {
    let result = try LearningProblem(
      prior: prior, likelihood: "normal(z, ?)", groups: [[2, 2, 2]]
    ).maximizeLikelihood()
    guard case .notAttained(let limit) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(limit.supremum.value == .infinity)
    #expect(limit.ways.map(\.parameter) == ["likelihood_sigma"] && limit.ways.map(\.end) == [0])
  }

  @Test func whatTheDataDoNotTellApartIsSaid() throws {
    // Only σ² + s² matters.
    let result = try LearningProblem(
      prior: "normal(?, ?)", likelihood: "normal(z, ?)",
      groups: LearningTests.counts([2, 5, 2, -1])
    ).maximizeLikelihood()
    #expect(result.outcome == .notUnique)
    let variance =
      result.parameters[1].value * result.parameters[1].value
      + result.parameters[2].value * result.parameters[2].value
    #expect(abs(variance - 4.5) < 1e-6)
    // Of many degrees of freedom no number is the best.
    let heavy = try LearningProblem(
      prior: "student_t(?, ?, ?)", likelihood: "normal(z, 0.1)",
      groups: LearningTests.counts([-3, 1, -2, 0.5, 2.5, -1, 0])
    ).maximizeLikelihood()
    guard case .notAttained(let limit) = heavy.outcome else {
      Issue.record("\(heavy.outcome)")
      return
    }
    #expect(limit.ways.contains { $0.parameter == "prior_nu" && $0.end == .infinity })
    #expect(limit.point == nil && limit.supremum.error == .infinity)
  }

  // MARK: Specs

  @Test func aQuestionMarkIsAParameterWhereANumberCouldStand() throws {
    #expect(FreeSpec("normal(z > 0 ? z : ?, ?)").count == 2)
    #expect(FreeSpec("poisson(exp(-?*z + ?))").setting([-1, 2]) == "poisson(exp(-(-1.0)*z + 2.0))")
    let member = try FreeMember("normal(sigma = ?, mu = 2) T[0, ]")
    #expect(member.places == [1] && member.truncation != nil)
    #expect(try member.member([3]).parameters == [2, 3])
    let likelihood = try FreeLikelihood("student_t(?, a*z + ?, 2)", columns: ["a"])
    #expect(likelihood.parameters.map(\.name) == ["nu", "mu"])
    #expect(likelihood.parameters.map(\.domain) == [.positive, .real])
  }

  @Test(arguments: [
    ("gama(?, ?)", "character 1", "gamma"), ("gamma(?)", "2 numbers", "got 1"),
    ("gamma(2*?, 1)", "whole parameter", "formula"), ("normal(0, 1) T[?, ]", "whole", "truncation"),
    ("uniform(?, 2)", "support", "uniform"), ("gamma(?, -1)", "positive", "-1"),
  ])
  func aPriorThatIsNoneSaysWhy(text: String, first: String, second: String) throws {
    let error = try #require(throws: FreeSpecError.self) { try FreeMember(text) }
    #expect(error.description.contains("'\(text)'"))
    #expect(error.description.contains(first) && error.description.contains(second), "\(error)")
  }

  @Test(arguments: [
    ("normal(z + w, ?)", "w"), ("binomial(?, z)", "whole number"),
    ("normal(z, ?", "')' is missing"),
    ("nomal(z, ?)", "normal"),
  ])
  func aLikelihoodThatIsNoneSaysWhy(text: String, part: String) throws {
    let error = try #require(throws: FreeSpecError.self) { try FreeLikelihood(text) }
    #expect(error.description.contains(part) && !error.description.contains("\u{A000}"), "\(error)")
  }

  @Test func withoutAFreeParameterThereIsNothingToLearn() throws {
    #expect(throws: InferenceError.self) {
      try LearningProblem(prior: "gamma(2, 1)", likelihood: "poisson(z)", groups: [[3]])
    }
    #expect(throws: InferenceError.self) {
      try LearningProblem(prior: "gamma(?, 1)", likelihood: "poisson(z)", groups: [])
    }
    let problem = try LearningProblem(
      prior: "gamma(?, 1)", likelihood: "poisson(z)", groups: [[3]])
    #expect(throws: InferenceError.self) { try problem.maximizeElbo(q: FreeMember("gamma(2, 1)")) }
    #expect(throws: InferenceError.self) { try problem.maximizeElbo(q: FreeMember("normal(?, ?)")) }
  }

  @Test func anIntervalNeedsALikelihoodThatIsKnown() throws {
    let groups: [[Observation]] = [[.interval(from: 3, to: .infinity)], [1], [0.2]]
    let problem = try LearningProblem(
      prior: "gamma(2, ?)", likelihood: "exponential(z)", groups: groups)
    #expect(try problem.maximizeLikelihood().outcome == .attained)
    let free = try LearningProblem(
      prior: "gamma(2, 1)", likelihood: "weibull(?, z)", groups: groups)
    #expect(throws: InferenceError.self) { try free.maximizeLikelihood() }
  }
}
