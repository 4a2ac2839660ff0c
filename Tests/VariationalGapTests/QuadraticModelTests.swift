// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Models whose log joint is quadratic in z, however it is written, take the fast engine.
@Suite struct QuadraticModelTests {
  private static let models: [(String, String, [Double])] = [
    ("normal(0, 1)", "normal(2*z + 1, 0.5)", [1.5]),
    ("normal(0, 1)", "normal(2*z + 1, 0.5)", [1.5, -0.3, 0.7, 0.7]),
    ("exponential(2)", "normal(z, 0.3)", [1, 2, 3]),
    ("exponential(2)", "normal(1 - z/4, 0.3)", [4]),
    ("half_normal(3)", "normal(3*z, 2)", [-1]),
    ("normal(1, 2) T[0, 3]", "normal(z - 1, 1)", [0.4, 5]),
    ("uniform(-1, 2)", "normal(z, 1)", [0.3]),
    ("uniform(-1, 2)", "normal(z, 1)", [30]),
    ("exponential(1) T[1, 4]", "normal(z, 10)", [-20]),
    ("gamma(1, 2)", "normal(z, 1)", [0.1]),
    ("double_exponential(0, 1) T[, 0]", "normal(z, 1)", [0.1]),
    ("normal(0, 1)", "normal(0.3, 2)", [1]),
  ]

  @Test(arguments: models)
  func bothEnginesAgree(prior: String, likelihood: String, x: [Double]) throws {
    var workspace = try Workspace()
    let model = try Model(prior: prior, likelihood: likelihood, observations: x)
    let posterior = try model.posterior(workspace: &workspace)
    #expect(posterior.engine is QuadraticEngine)
    let general = Posterior(
      of: model,
      by: try GeneralPosterior(
        logJoint: model.logJoint, support: model.support, workspace: &workspace))
    #expect(general.logEvidence.agrees(with: posterior.logEvidence))
    #expect(posterior.logEvidence.error <= 1e-14 * max(1, abs(posterior.logEvidence.value)))
    #expect(abs(posterior.mode - general.mode) <= 1e-12 * max(1, abs(general.mode)))
    let means = try [posterior, general].map { try $0.mean(workspace: &workspace).bounded }
    #expect(means[0].agrees(with: means[1]), "\(means)")
    let variances = try [posterior, general].map { try $0.variance(workspace: &workspace).bounded }
    #expect(variances[0].agrees(with: variances[1]), "\(variances)")
    for p in [0.001, 0.5, 0.9] {
      let quantiles = try [posterior, general].map { try $0.quantile(p, workspace: &workspace) }
      #expect(quantiles[0].agrees(with: quantiles[1]), "\(p): \(quantiles)")
      let shares = try [posterior, general].map {
        try $0.cumulativeProbability(quantiles[0].value, workspace: &workspace)
      }
      #expect(shares[0].agrees(with: shares[1]), "\(p): \(shares)")
      let densities = [posterior, general].map { $0.logDensity(quantiles[0].value) }
      #expect(abs(densities[0] - densities[1]) <= 1e-12 * max(1, abs(densities[0])))
    }
    for q in try families(inside: model.support) {
      let gaps = try [posterior, general].map { try $0.gap(of: q, workspace: &workspace) }
      #expect(gaps[0].elbo.bounded.agrees(with: gaps[1].elbo.bounded), "\(q): \(gaps)")
      #expect(gaps[0].divergence.bounded.agrees(with: gaps[1].divergence.bounded), "\(q): \(gaps)")
      #expect(gaps[0].identity.isYes && gaps[0].positivity.isYes, "\(q): \(gaps[0])")
    }
  }

  /// A q of each kind: quadratic, truncated, and neither.
  private func families(inside support: Interval) throws -> [any Distribution] {
    let (a, b) = (max(support.lower, -2), min(support.upper, max(support.lower, -2) + 3))
    let bell = try Normal(mean: 0.5 * (a + b), standardDeviation: 0.4)
    return [
      try Truncated(bell, to: support), try Truncated(bell, to: Interval(from: a, to: b)),
      try Uniform(from: a, to: b), try Truncated(Logistic(location: a, scale: 0.3), to: support),
    ]
  }

  /// Evidence, mean and variance of N(0, 2²) × Π N(x; 3z − 1, 0.7²), by mpmath at 60 digits.
  @Test(arguments: [
    (
      [0.3, 1.2, 0.7, -4.1], "-23.3895169413604933193475483275",
      "0.174406533324105495709452808541", 0.0135649525918748685
    ),
    (
      [1e8, 1e8 + 1, 1e8 - 3], "-138261591851796.80647059926008",
      "33182781.9338187851605037898179", 0.0180661812148585100
    ),
  ])
  func severalObservationsOfOneLatent(
    x: [Double], logEvidence: String, mean: String, variance: Double
  ) throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "normal(0, 2)", likelihood: "normal(3*z - 1, 0.7)", observations: x
    ).posterior(workspace: &workspace)
    let found = posterior.logEvidence
    #expect(found.covers(Truth(logEvidence)), "\(found)")
    #expect(found.error <= 1e-14 + 2 * found.value.ulp)
    let average = try posterior.mean(workspace: &workspace).bounded
    #expect(average.covers(Truth(mean)), "\(average)")
    let spread = try posterior.variance(workspace: &workspace).bounded
    #expect(abs(spread.value - variance) <= spread.error + variance.ulp, "\(spread)")
  }

  /// q = N(μ, σ²) near the posterior N(4/17, 1/17), σ the double 0.24253562503633297; KL by mpmath at
  /// 60 digits.
  @Test(arguments: [
    (0.2352941, 2.647058821722430534035373e-15), (0.23529411, 4.970588234306491669437002e-16),
    (0.2352941176, 1.882353644513151414794772e-20),
    (0.23529411764, 4.235300696163859593280328e-22),
    (0.235294117647, 2.940556604476364656164518e-26),
    (0.23529411764705, 6.626666947998037771446491e-28),
    (0.235294117647058, 5.939991203311449139385113e-30),
    (0.23529411764705982, 8.431374179370777438898326e-30),
    (0.23529411764705882, 4.232548212137685604769559e-34),
  ])
  func divergenceKeepsItsDigitsBesideThePosterior(mean: Double, truth: Double) throws {
    var workspace = try Workspace()
    let q = try Normal(mean: mean, standardDeviation: 0.24253562503633297)
    for (prior, likelihood) in [
      ("normal(0, 1)", "normal(2*z + 1, 0.5)"), ("normal(0, 1)", "normal(1 + z*2, sqrt(1/4))"),
    ] {
      let gap = try Model(prior: prior, likelihood: likelihood, observations: [1.5])
        .posterior(workspace: &workspace).gap(of: q, workspace: &workspace)
      #expect(abs(gap.divergence.value - truth) <= gap.divergence.error + truth.ulp)
      #expect(abs(gap.divergence.value - truth) <= 1e-11 * truth)
      #expect(gap.isTight == (truth < 1e-31))
      #expect(gap.isTight || gap.divergence.error <= 1e-11 * truth)
    }
  }

  /// The same log joint as text takes the same engine, and gives the same number.
  @Test func aLogJointIsRecognisedToo() throws {
    var workspace = try Workspace()
    for text in [
      "-z^2/2 - 0.5*log(2*pi()) - 2*(1.5 - 2*z - 1)^2 - log(0.5) - 0.5*log(2*pi())",
      "-8.5*(z - 4/17)^2 - 1/34*1 - log(pi()) - log(0.5) - 0.5*log(4) + 0.0",
    ] {
      let posterior = try Model(logJoint: text, support: .real)
        .posterior(workspace: &workspace)
      #expect(posterior.engine is QuadraticEngine)
      #expect(abs(posterior.mode - 4.0 / 17) <= 1e-16)
    }
  }

  /// Convex, flat, improper, and of another kind: the general engine, or its refusal.
  @Test func otherJointsTakeTheGeneralEngine() throws {
    var workspace = try Workspace()
    let unit = Interval.unit
    for (text, support) in [
      ("z^2", unit), ("3", unit), ("-z^4", Interval.real), ("-z^2 + log(z)", .positive),
      ("-abs(z)", .real),
    ] {
      let posterior = try Model(logJoint: text, support: support).posterior(workspace: &workspace)
      #expect(!(posterior.engine is QuadraticEngine), "\(text)")
      #expect(posterior.isVerified, "\(text)")
    }
    for (text, support) in [("z", Interval.positive), ("z^2", .real), ("1", .positive)] {
      let error = #expect(throws: InferenceError.self) {
        _ = try Model(logJoint: text, support: support).posterior(workspace: &workspace)
      }
      guard case .infinite(quantity: "p(x)", _) = error else {
        Issue.record("\(text): \(String(describing: error))")
        continue
      }
    }
  }

  /// The sheet's model has the same doubles as any model and as the sheet's.
  @Test(arguments: [(1.0, 0.3, 2.0), (0.01, 50, 0.02), (1e6, -3, 1e6), (3, 1e8, 1e-8)])
  func theExerciseIsAModelLikeAnyOther(theta: Double, x: Double, phi: Double) throws {
    var workspace = try Workspace()
    let exercise = try Exercise(theta: theta, x: x, workspace: &workspace)
    let record = try exercise.record(phi: phi, workspace: &workspace)
    let posterior = try Model(
      prior: "exponential(\(theta))", likelihood: "normal(z, 1)", observations: [x]
    ).posterior(workspace: &workspace)
    let gap = try posterior.gap(of: Exponential(rate: phi), workspace: &workspace)
    #expect(posterior.model.isExerciseModel)
    #expect(gap.logEvidence == record.logEvidence && gap.elbo == .finite(record.elbo))
    #expect(gap.divergence == .finite(record.divergence))
    #expect(gap.identity == record.identity && !gap.isTight)
    let best = try posterior.bestMember(of: Exponential.family)
    #expect(try best.parameters == [exercise.optimum(workspace: &workspace).rate])
  }

  /// A likelihood from outside, with several observations.
  @Test func anybodyCanMakeALikelihood() throws {
    struct Shifted: Likelihood {
      func logDensity(of x: Double) throws(ObservationError) -> Formula {
        guard x > 0 else { throw .impossible(.value(x), likelihood: "a shifted bell") }
        return -0.5 * (.number(x) - .latent - 1).applying(.square)
      }

      func violations(at z: Double) -> [ParameterViolation] {
        z > 99 ? [.init(parameter: "z", formula: "z", value: z, requirement: "below 99")] : []
      }
    }
    var workspace = try Workspace()
    let prior = try Exponential(rate: 1)
    let posterior = try Model(prior: prior, likelihood: Shifted(), observations: [1, 2, 2.5])
      .posterior(workspace: &workspace)
    let same = try Model(
      prior: "exponential(1)", likelihood: "normal(z + 1, 1)", observations: [1, 2, 2.5]
    ).posterior(workspace: &workspace)
    let factor = 3 * DoubleDouble.halfLogTwoPi.head
    #expect(abs(posterior.logEvidence.value - factor - same.logEvidence.value) <= 1e-14)
    #expect("\(posterior.model)".hasSuffix("x | z ~ Shifted(), x = 1.0, 2.0, 2.5"))
    #expect(
      throws: InferenceError.model(.observation(.impossible(-1, likelihood: "a shifted bell")))
    ) {
      _ = try Model(prior: prior, likelihood: Shifted(), observations: [-1])
    }
    let wide = try Exponential(rate: 0.01)
    let error = #expect(throws: InferenceError.self) {
      _ = try Model(prior: wide, likelihood: Shifted(), observations: [1])
        .posterior(workspace: &workspace)
    }
    #expect(error?.description.contains("z = z must be below 99") == true)
  }
}
