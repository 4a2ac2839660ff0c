// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Parts of the ELBO and bounds on log p(x) against 20 digits: see Tests/Fixtures/README.md.
@Suite struct EvidenceBoundTests {
  static func rows() throws -> [CSVTable.Row] {
    try CSVTable(fixture: "evidence_bounds", separator: ";").rows
  }

  private static func posterior(
    _ row: CSVTable.Row, _ workspace: inout Workspace
  ) throws -> (Posterior, any Distribution) {
    let model = try Model(
      prior: row["prior"] ?? "", likelihood: row["likelihood"] ?? "",
      observations: (row["x"] ?? "").split(separator: ",").compactMap { Double($0) })
    return (
      try model.posterior(workspace: &workspace), try DistributionSpec.parse(row["q"] ?? "")
    )
  }

  /// Whether a number is right, and its bound tight; a truth without digits says nothing.
  private static func expect(
    _ value: Quantity?, _ truth: String?, _ name: String, tolerance: Double = 1e-11
  ) throws {
    guard let truth, !truth.isEmpty else { return }
    let estimate = try #require(value?.estimate, "\(name)")
    #expect(estimate.covers(Truth(truth)), "\(name) \(estimate), but \(truth)")
    #expect(estimate.error <= tolerance * max(1, abs(estimate.value)), "\(name) \(estimate)")
  }

  @Test(arguments: [
    "elbo", "eubo", "log_evidence", "tvo_integral", "tvo_lower_5", "tvo_upper_2", "iwae_10",
    "iwae_0", "vr_0.5", "vr_-1", "vr_2_50", "cubo_1.5",
  ])
  func aNameIsReadAsItIsWritten(_ name: String) throws {
    #expect(EvidenceBound.Kind(name: name)?.name == name)
  }

  @Test(arguments: [
    "", "_", "iwae", "iwae_", "iwae_2.5", "iwae_2_3", "vr", "vr_x", "vr_1_2_3", "vr_1_x", "cubo_",
    "cubo_2_3", "tvo_5", "tvo_lower", "tvo_middle_5", "ess",
  ])
  func whatIsNoBoundHasNone(_ name: String) {
    #expect(EvidenceBound.Kind(name: name) == nil)
  }

  @Test(arguments: try rows())
  func partsLieWithinTheirBounds(_ row: CSVTable.Row) throws {
    var workspace = try Workspace()
    let (posterior, q) = try EvidenceBoundTests.posterior(row, &workspace)
    let parts = try posterior.elboParts(of: q, workspace: &workspace)
    for (value, name) in [
      (parts.expectedLogLikelihood, "expected_log_likelihood"), (parts.priorDivergence, "kl_prior"),
      (parts.expectedLogPrior, "expected_log_prior"), (parts.entropy, "entropy"),
      (parts.expectedLogJoint, "expected_log_joint"), (parts.forwardDivergence, "forward_kl"),
    ] {
      try EvidenceBoundTests.expect(value, row[name], name)
    }
    #expect(parts.identity == .yes)
  }

  @Test(arguments: try rows())
  func boundsLieWithinTheirErrors(_ row: CSVTable.Row) throws {
    var workspace = try Workspace()
    let (posterior, q) = try EvidenceBoundTests.posterior(row, &workspace)
    let result = try posterior.evidenceBounds(
      of: q,
      [
        .elbo, .importance(samples: 2), .importance(samples: 5), .importance(samples: 50),
        .importance(samples: 1_000_000), .renyi(order: 0.5), .cubo(order: 2), .eubo,
      ], workspace: &workspace)
    for bound in result.bounds {
      try EvidenceBoundTests.expect(bound.value, row[bound.name], bound.name, tolerance: 1e-10)
    }
    #expect(result.order == .yes && result.reachedLogEvidence == nil)
  }

  private static func parts(
    _ prior: String, _ likelihood: String, _ x: Double, _ q: String
  ) throws -> ElboParts {
    var workspace = try Workspace()
    let model = try Model(
      prior: DistributionSpec.parse(prior), likelihood: LikelihoodSpec.parse(likelihood),
      observations: [x])
    return try model.posterior(workspace: &workspace)
      .elboParts(of: DistributionSpec.parse(q), workspace: &workspace)
  }

  /// Half of q lies beyond all doubles, where ¼ log z − √z/x has no value.
  @Test func anInfinityBeyondDoublesIsOne() throws {
    let parts = try Self.parts(
      "pareto(1e4, 0.007)", "inv_gamma(0.5, sqrt(z))", 3e22, "pareto(1e4, 0.0052)")
    guard case .infinite(.minus, _)? = parts.expectedLogLikelihood else {
      Issue.record("\(String(describing: parts.expectedLogLikelihood))")
      return
    }
  }

  /// The terms −½(x/z)² and −log z of log p(x | z) have both signs towards 0, and the first is larger.
  @Test func theSignOfAnInfinityIsThatTowardsTheEnd() throws {
    let parts = try Self.parts("half_normal(0.6)", "normal(0, z)", 1.5, "half_normal(0.39)")
    for part in [parts.expectedLogLikelihood, parts.expectedLogJoint] {
      guard case .infinite(.minus, _)? = part else {
        Issue.record("\(String(describing: part))")
        continue
      }
    }
    #expect(parts.identity == .yes)
  }

  /// Rényi's bound descends with α: where the ELBO is −∞, because q has mass in a hole of p(x, z), so is VR_2.
  @Test func renyisBoundIsBelowAnElboThatIsInfinite() throws {
    var workspace = try Workspace()
    let result = try Model(
      prior: "chi_square(7.31)", likelihood: "uniform(0.0, 0.3632245660051667*z)",
      observations: [0.34]
    ).posterior(workspace: &workspace).evidenceBounds(
      of: DistributionSpec.parse("chi(4.9)"), [.elbo, .renyi(order: 2), .renyi(order: 0.5)],
      workspace: &workspace)
    #expect(result.bounds.map(\.value.value).prefix(2) == [-.infinity, -.infinity])
    #expect(result.bounds[2].value.estimate != nil && result.order == .yes)
    let heavy = try Model(prior: "normal(0, 1)", likelihood: "normal(z, 1)", observations: [1])
      .posterior(workspace: &workspace).evidenceBounds(
        of: DistributionSpec.parse("cauchy(0.3, 0.8)"),
        [.renyi(order: 1.5), .sampledRenyi(order: 1.5, samples: 50)], workspace: &workspace)
    #expect(heavy.bounds.allSatisfy { $0.value.value == -.infinity })
  }

  /// Of a number without a bound nothing is known: it is no other one than an infinity.
  @Test func aNumberWithoutABoundSaysNothing() {
    let infinite = Quantity.infinite(.minus, reason: "a tail")
    #expect(Verdict(that: .finite(Estimate(1, error: 1e-9)), isSum: infinite) == .no)
    #expect(Verdict(that: .finite(Estimate(1, error: .infinity)), isSum: infinite).flag == nil)
    #expect(Verdict(that: infinite, isSum: .finite(Estimate(1, error: .infinity))).flag == nil)
  }

  private static func exercise(
    _ kinds: [EvidenceBound.Kind], phi: Double = 0.8
  ) throws -> EvidenceBounds {
    var workspace = try Workspace()
    return try Exercise(theta: 1, x: 2, workspace: &workspace).posterior
      .evidenceBounds(of: Exponential(rate: phi), kinds, workspace: &workspace)
  }

  @Test func limitsAreWhatTheyTendTo() throws {
    let result = try EvidenceBoundTests.exercise(
      [.renyi(order: 0), .renyi(order: 1), .elbo, .evidence, .importance(samples: 1)])
    func value(_ name: String) throws -> Estimate {
      try #require(result.bounds.first { $0.name == name }?.value.estimate)
    }
    #expect(try value("vr_1") == value("elbo"))
    #expect(try value("iwae_1") == value("elbo"))
    #expect(
      abs(try value("vr_0").value - value("log_evidence").value) <= (try value("vr_0").error)
        + 1e-15)
  }

  /// A mean of one draw is the ELBO; of powers it is so at the limit α → 1, and IWAE at α = 0.
  @Test func sampledRenyiBoundsMeetTheOthers() throws {
    let result = try EvidenceBoundTests.exercise(
      [
        .sampledRenyi(order: 0, samples: 10), .importance(samples: 10),
        .sampledRenyi(order: 0.999_999, samples: 10), .elbo,
      ])
    func value(_ name: String) throws -> Estimate {
      try #require(result.bounds.first { $0.name == name }?.value.estimate, "\(name)")
    }
    #expect(abs(try value("vr_0_10").value - value("iwae_10").value) <= 1e-12)
    // The slope there is minus half of the variance of log w, times 1 − 1/K.
    #expect(abs(try value("vr_0.999999_10").value - value("elbo").value) <= 2e-6)
  }

  @Test func theSumsOfTheThermodynamicIntegralEncloseIt() throws {
    let result = try EvidenceBoundTests.exercise(
      [1, 2, 8].flatMap {
        [.thermodynamicLower(steps: $0), .thermodynamicUpper(steps: $0)]
      } + [.elbo, .eubo])
    func value(_ name: String) throws -> Double {
      try #require(result.bounds.first { $0.name == name }?.value.estimate).value
    }
    #expect(result.order == .yes)
    #expect(try value("tvo_lower_1") == value("elbo") && value("tvo_upper_1") == value("eubo"))
    // The trapezoidal rule of a smooth function errs by a quarter when the steps are halved.
    let errors = try [2, 8].map { steps in
      0.5 * (try value("tvo_lower_\(steps)") + value("tvo_upper_\(steps)"))
        - result.logEvidence.value
    }
    #expect(abs(errors[1]) < abs(errors[0]) / 8 && errors[0] < 0)
  }

  /// The integral over β is log p(x), also for a q that is far off.
  @Test(arguments: [0.1, 0.8, 3, 40])
  func theThermodynamicIntegralIsTheEvidence(rate: Double) throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "exponential(1)", likelihood: "normal(z, 1)", observations: [2]
    )
    .posterior(workspace: &workspace)
    let result = try posterior.evidenceBounds(
      of: Exponential(rate: rate), [.thermodynamicIntegral], workspace: &workspace)
    let integral = try #require(result.bounds[0].value.estimate)
    #expect(integral.covers("-1.67275377902344988952648317352"), "\(integral)")
    #expect(integral.error < 1e-6 && result.order == .yes, "\(integral)")
  }

  /// log w has no variance under q, or under the posterior, or next to none: E_β[log w] has no slope at an end.
  @Test(arguments: [
    ("half_normal(0.1)", "exponential(z)", "1.9..inf", "inv_gamma(3.4, 0.16)"),
    ("lognormal(-1.3, 1.8)", "half_normal(z)", "0.0025,2.8,0.14", "weibull(5, 1.7)"),
    ("normal(0, 1)", "normal(z, 1)", "2", "student_t(2.1, 1, 1)"),
  ])
  func theThermodynamicIntegralEndsWithoutASlope(
    prior: String, likelihood: String, observations: String, q: String
  ) throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: prior, likelihood: likelihood,
      observations: observations.split(separator: ",").map {
        try Observation(notation: String($0))
      }
    ).posterior(workspace: &workspace)
    let result = try posterior.evidenceBounds(
      of: DistributionSpec.parse(q), [.thermodynamicIntegral], workspace: &workspace)
    let integral = try #require(result.bounds[0].value.estimate)
    #expect(result.order == .yes && integral.error < 1e-9, "\(integral)")
  }

  @Test(arguments: [0x1p-40, 0x1p-10, 0.1875, 0.5, 0.6875, 1 - 0x1p-40])
  func aTemperatureHasDigitsAtBothEnds(_ u: Double) {
    let (β, turned) = (Temperature(steppedAt: u), Temperature(steppedAt: 1 - u))
    #expect(β.value == turned.complement && β.complement == turned.value)
    #expect(abs(β.value + β.complement - 1) <= 0x1p-52)
    let step = 1e-4
    let slope =
      (Temperature(steppedAt: u * (1 + step)).value - Temperature(steppedAt: u * (1 - step)).value)
      / (2 * u * step)
    #expect(abs(slope / Temperature.slope(at: u) - 1) < 1e-6 || u > 0.9)
  }

  @Test func infinityIsATheorem() throws {
    let result = try EvidenceBoundTests.exercise([.renyi(order: 2), .renyi(order: 1.5)])
    for bound in result.bounds {
      #expect(bound.value.value == -.infinity)
      #expect(bound.value.reason?.contains("is infinite") == true)
    }
    // exp(−3z + …) against exp(−z²/2): every power of w has a mean.
    let other = try EvidenceBoundTests.exercise([.cubo(order: 2), .cubo(order: 50)])
    #expect(other.bounds.allSatisfy { $0.value.estimate != nil } && other.order == .yes)
  }

  @Test func aqThatMissesMassIsSaidTo() throws {
    var workspace = try Workspace()
    let model = try Model(prior: "normal(0, 1)", likelihood: "normal(z, 1)", observations: [1])
    let posterior = try model.posterior(workspace: &workspace)
    let result = try posterior.evidenceBounds(
      of: DistributionSpec.parse("gamma(2, 2)"),
      [.eubo, .importance(samples: 50), .renyi(order: 0)],
      workspace: &workspace)
    #expect(result.bounds.last?.name == "eubo" && result.bounds.last?.value.value == .infinity)
    // log p(x) + log P(z > 0 | x), z | x ~ N(½, ½).
    let reached = try #require(result.reachedLogEvidence?.estimate)
    #expect(reached.covers("-1.789620156269031125542807"))
    let missing = try posterior.evidenceBounds(
      of: DistributionSpec.parse("gamma(2, 2)"), [.importance(samples: 1_000_000)],
      workspace: &workspace)
    let value = try #require(missing.bounds.first?.value.estimate)
    #expect(value.value < reached.value && value.value > reached.value - 1e-5)
  }

  /// What is missed may be exp(−100) of the whole.
  @Test func littleMassThatIsMissedIsMass() throws {
    let parts = try Self.parts(
      "gev(1.819, 1.57, -0.114)", "bernoulli_logit(z)", 1, "gev(-0.194, 0.667, 0.089)")
    #expect("\(parts.forwardDivergence)".hasPrefix("inf ("), "\(parts.forwardDivergence)")
  }

  /// The ends of an angle are no doubles: next to them q is 0, and so is any power of it.
  @Test func aqWhoseEndsAreNoDoublesHasAllNumbers() throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "student_t(14, 0.854, 0.591)", likelihood: "normal(sin(z), 0.3)",
      observations: [0.294, 0.652, -0.663]
    ).posterior(workspace: &workspace)
    let q = try DistributionSpec.parse("von_mises(0.652, 5.31)")
    let result = try posterior.evidenceBounds(
      of: q, [.cubo(order: 1.1), .cubo(order: 2), .cubo(order: 5), .importance(samples: 50)],
      workspace: &workspace)
    for (name, truth) in [
      ("cubo_1.1", "-6.175578016736400944898711"), ("cubo_2", "-5.33787671848539580660332"),
      ("cubo_5", "-2.704751940035200722896365"),
    ] {
      let bound = result.bounds.first { $0.name == name }
      try Self.expect(bound?.value, truth, name)
    }
    try Self.expect(result.reachedLogEvidence, "-6.28597942774874576598253", "reached")
    #expect(result.order == .yes)
    let parts = try posterior.elboParts(of: q, workspace: &workspace)
    try Self.expect(parts.entropy, "0.6410001810878781249684153", "entropy")
    #expect(parts.identity == .yes)
  }

  /// Truncated at its other end as well; the truths are the certificate's.
  @Test func anEndThatIsNoDoubleMayStandInATruncation() throws {
    var workspace = try Workspace()
    let result = try Model(
      prior: "gumbel(-2, 5.03) T[-16.9352, -1.4]", likelihood: "gev(-4.41, 0.125, -0.26*z)",
      observations: [-0.12]
    ).posterior(workspace: &workspace).evidenceBounds(
      of: DistributionSpec.parse("von_mises(-0.688, 3.53) T[-16.9352, -1.4]"), [.cubo(order: 2)],
      workspace: &workspace)
    try Self.expect(result.bounds.first?.value, "-4.667630198138506347260965", "cubo_2")
  }

  /// log E_q[w^β] is 0 at β = 0, and the logarithm of the mass of q where w > 0 next to it.
  @Test func theThermodynamicIntegralTakesInWhatQHasOutside() throws {
    var workspace = try Workspace()
    let result = try Model(
      prior: "pareto(0.212, 3.76)", likelihood: "exponential(z)", observations: [5.49]
    ).posterior(workspace: &workspace).evidenceBounds(
      of: DistributionSpec.parse("half_cauchy(0.967)"),
      [.thermodynamicIntegral, .thermodynamicUpper(steps: 5)], workspace: &workspace)
    let integral = result.bounds.first { $0.kind == .thermodynamicIntegral }
    try Self.expect(integral?.value, "-2.835696763064960884471871", "tvo_integral")
    #expect(result.order == .yes)
  }

  @Test func argumentsAreChecked() throws {
    for kind: EvidenceBound.Kind in [
      .importance(samples: 0), .cubo(order: 0), .renyi(order: .nan),
      .thermodynamicLower(steps: 0), .sampledRenyi(order: 0.5, samples: -1),
    ] {
      #expect(throws: InferenceError.self) { try EvidenceBoundTests.exercise([kind]) }
    }
  }

  /// A posterior that is narrow beside q takes log t far out; no bound is broken there.
  @Test func aNarrowPosteriorKeepsTheOrder() throws {
    var workspace = try Workspace()
    let model = try Model(prior: "normal(0, 1)", likelihood: "normal(z, 0.1)", observations: [0.25])
    let result = try model.posterior(workspace: &workspace).evidenceBounds(
      of: DistributionSpec.parse("normal(0, 1)"),
      [.elbo, .importance(samples: 2), .importance(samples: 100), .importance(samples: 100_000)],
      workspace: &workspace)
    #expect(result.order == .yes)
    for bound in result.bounds {
      let estimate = try #require(bound.value.estimate)
      #expect(estimate.error <= 1e-6 * abs(estimate.value), "\(bound.name) \(estimate)")
    }
  }

  // MARK: Near misses

  /// A constant that is off by δ, and says so, in the first models of the table.
  @Test(arguments: try rows().prefix(2))
  func theErrorOfTheConstantIsInEveryBound(_ row: CSVTable.Row) throws {
    var workspace = try Workspace()
    let (exact, q) = try EvidenceBoundTests.posterior(row, &workspace)
    let delta = 1e-3
    let engine = try GeneralPosterior(
      logJoint: exact.model.logJoint + .number(delta), support: exact.support,
      constantError: 1.0001 * delta, workspace: &workspace)
    let result = try Posterior(of: exact.model, by: engine).evidenceBounds(
      of: q, [.elbo, .importance(samples: 2), .renyi(order: 0.5), .cubo(order: 2), .eubo],
      workspace: &workspace)
    for bound in result.bounds {
      try EvidenceBoundTests.expect(bound.value, row[bound.name], bound.name, tolerance: 0.1)
    }
  }

  /// E log((w₁ + w₂)/2) = −½ + E log cosh(d/2), d ~ N(0, 2), of p = N(1, 1) and q = N(0, 1), by mpmath; over a cover that
  /// leaves much of both out.
  @Test(arguments: [0.5, 1, 2, 3, 6, 46])
  func whatACoverLeavesOutIsInAMeanOverDraws(drop: Double) throws {
    var workspace = try Workspace()
    let pass = try ComparisonPass(
      ComparedDensities(
        Normal(mean: 0, standardDeviation: 1), Estimate(0, error: 0),
        FormulaComparison.Target(
          LatentFunction(Normal(mean: 1, standardDeviation: 1).formula), support: .real,
          normalizer: .known(0), name: "p")), drop: drop, workspace: &workspace)
    var sums = RatioSums(pass.cover, power: 1, base: DoubleDouble(0), isNormalized: true)
    let bound = try SampledBound(
      &sums, count: 2, quantity: "E log((w1 + w2)/2)", workspace: &workspace)
    #expect(bound.value.covers("-0.29048527283991838237407139338140944"), "\(bound.value)")
    #expect(drop < 46 || bound.value.error < 1e-13)
  }
}
