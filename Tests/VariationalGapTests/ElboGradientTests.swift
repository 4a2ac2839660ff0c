// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing
import VariationalGap

@Suite struct ElboGradientTests {
  static func posterior(
    _ prior: String, _ likelihood: String, _ x: [Double], _ workspace: inout Workspace
  ) throws -> Posterior {
    try Model(
      prior: DistributionSpec.parse(prior), likelihood: LikelihoodSpec.parse(likelihood),
      observations: x
    ).posterior(workspace: &workspace)
  }

  /// With q = N(m, s), prior N(0, 1), x | z ~ N(z, 1) and one x:
  /// ∂ELBO/∂m = x − 2m, ∂ELBO/∂s = 1/s − 2s.
  @Test(arguments: [(0.3, 0.5, 1.0), (4, 2, 0.7071), (-3, 100, 20), (0.5, 0.25, 1e-6)])
  func normalGradientIsTheClosedForm(x: Double, m: Double, s: Double) throws {
    var workspace = try Workspace()
    let posterior = try Self.posterior("normal(0, 1)", "normal(z, 1)", [x], &workspace)
    let gradient = try posterior.elboGradient(
      of: DistributionSpec.member("normal(\(m), \(s))"), workspace: &workspace)
    for (component, truth) in zip(gradient.components, [x - 2 * m, 1 / s - 2 * s]) {
      #expect(abs(component.value - truth) <= component.error + s.ulp + (1 / s).ulp)
      #expect(component.error <= 1e-9 * max(1, 1 / s))
    }
    #expect(gradient.errorKind.isVerified)
  }

  /// q = Exp(φ) in the sheet's model: 2/φ³ − m/φ² − 1/φ, m = x − θ.
  @Test(arguments: [(1.0, 0.3, 2.0), (0.5, -3, 0.1), (2, 50, 0.02), (1, 0.3, 1e4)])
  func exponentialGradientIsThatOfTheSheet(theta: Double, x: Double, phi: Double) throws {
    var workspace = try Workspace()
    let posterior = try Self.posterior(
      "exponential(\(theta))", "normal(z, 1)", [x], &workspace)
    let gradient = try posterior.elboGradient(
      of: DistributionSpec.member("exponential(\(phi))"), workspace: &workspace)
    let truth = 2 / (phi * phi * phi) - (x - theta) / (phi * phi) - 1 / phi
    let component = try #require(gradient.components.first)
    #expect(abs(component.value - truth) <= component.error + 4 * truth.ulp)
    #expect(component.error <= 1e-9 * (abs(truth) + 1 / phi))
  }

  /// q = Gamma(a, b), prior Gamma(α, β), n counts of sum s: the posterior is Gamma(A, B), A = α + s,
  /// B = β + n, and KL = (a − A)ψ(a) − log Γ(a) + … so that
  /// ∂ELBO/∂a = (A − a)ψ′(a) + 1 − B/b, ∂ELBO/∂b = −A/b + B·a/b².
  @Test(arguments: [
    // a, b, ψ′(a) (30 digits by mpmath).
    (3.0, 2.0, 0.394934066848226436472415166646), (0.5, 1, 4.93480220054467930941724549994),
    (8, 4, 0.133137014694031425134508446946), (0.05, 3, 401.532357342115119),
  ])
  func gammaGradientIsTheClosedForm(a: Double, b: Double, trigamma: Double) throws {
    var workspace = try Workspace()
    let posterior = try Self.posterior("gamma(2, 1)", "poisson(z)", [3, 1, 2], &workspace)
    let (shape, rate) = (8.0, 4.0)
    let gradient = try posterior.elboGradient(
      of: DistributionSpec.member("gamma(\(a), \(b))"), workspace: &workspace)
    let truths = [(shape - a) * trigamma + 1 - rate / b, rate * a / (b * b) - shape / b]
    for (component, truth) in zip(gradient.components, truths) {
      #expect(abs(component.value - truth) <= component.error + 8 * truth.ulp)
      #expect(component.error <= 1e-9 * max(1, abs(truth)))
    }
  }

  /// Every family with a fixed support: the gradient is the slope of the ELBO.
  @Test(arguments: [
    "half_normal(1.3)", "inv_gamma(3, 2)", "lognormal(0.2, 0.6)", "weibull(1.7, 2)",
    "half_cauchy(0.5) T[, 20]", "chi_square(3)", "rayleigh(0.8)", "gamma(2, 1.5) T[0.1, 4]",
    "normal(1, 2) T[0, ]", "logistic(1, 0.5) T[0.5, 3]",
    "weibull(0.9, 2)", "gamma(0.3, 1)", "exponential(0.4)",
  ])
  func gradientIsTheSlopeOfTheElbo(spec: String) throws {
    var workspace = try Workspace()
    let posterior = try Self.posterior("gamma(2, 1)", "poisson(z)", [3, 1, 2], &workspace)
    let member = try DistributionSpec.member(spec)
    let gradient = try posterior.elboGradient(of: member, workspace: &workspace)
    for (index, component) in gradient.components.enumerated() {
      let step = 1e-3 * abs(member.parameters[index])
      func elbo(_ shift: Double) throws -> Double {
        var parameters = member.parameters
        parameters[index] += shift * step
        let q = try member.with(parameters).distribution
        return try posterior.gap(of: q, workspace: &workspace).elbo.value
      }
      // The 5-point rule, whose error is of the order of step⁴.
      let slope =
        (8 * (try elbo(1) - elbo(-1)) - (try elbo(2) - elbo(-2))) / (12 * step)
      #expect(abs(component.value - slope) <= 1e-8 * max(1, abs(slope)), "\(component) \(slope)")
      #expect(component.error <= 1e-9 * max(1, abs(slope)))
    }
  }

  /// ∂ELBO/∂η by quadrature and by the numerical derivative, which agree.
  private func slopes(
    _ prior: String, _ likelihood: String, _ x: [Double], _ spec: String
  ) throws -> [(exact: Estimate, numerical: Estimate)] {
    var workspace = try Workspace()
    let posterior = try Self.posterior(prior, likelihood, x, &workspace)
    let comparison = try posterior.compareGradients(
      of: DistributionSpec.member(spec), sampleCount: 1000, seed: 1, workspace: &workspace)
    func components(_ name: String) throws -> [Estimate?] {
      try #require(comparison.methods.first { $0.name == name }).components
    }
    var pairs: [(Estimate, Estimate)] = []
    for case (let exact?, let slope?) in zip(
      try components("quadrature"), try components("numerical derivative"))
    {
      #expect(exact.agrees(with: slope), "\(exact) \(slope)")
      pairs.append((exact, slope))
    }
    return pairs
  }

  /// Weights that overflow far out, and a spike.
  @Test(arguments: [
    ("normal(0, 1)", "poisson(exp(z))", [3.0, 1, 4], "normal(0.9, 0.3)"),
    ("normal(0, 1)", "poisson_log(z)", [3], "logistic(0.9, 0.1)"),
    ("normal(0, 1)", "normal(0, exp(z/2))", [50], "normal(3, 0.5)"),
    ("normal(0, 1000)", "normal(z, 0.001)", [700], "normal(700.001, 0.002)"),
    ("student_t(2, 0, 1)", "student_t(2, z, 0.1)", [100], "student_t(3, 2, 4)"),
    ("beta(0.5, 0.5)", "binomial(10, z)", [3], "kumaraswamy(2, 3)"),
  ])
  func gradientOfHardShapesHasABound(
    prior: String, likelihood: String, x: [Double], spec: String
  ) throws {
    for (component, slope) in try slopes(prior, likelihood, x, spec) {
      #expect(component.error <= 1e-9 * max(1, abs(component.value)))
      #expect(slope.error <= 1e-5 * max(1, abs(component.value)))
    }
  }

  /// Where the ELBO is infinite beside q, the numerical derivative takes a shorter step.
  @Test(arguments: [
    ("normal(0, 1)", "normal(z, 1)", "student_t(2.001, 0, 1)"),
    ("half_normal(1.6822)", "poisson(z)", "inv_gamma(2.000053843, 0.69718)"),
  ])
  func gradientBesideAnInfiniteElbo(prior: String, likelihood: String, spec: String) throws {
    for (component, slope) in try slopes(prior, likelihood, [3], spec) {
      #expect(slope.error <= 1e-3 * max(1, abs(component.value)))
    }
  }

  /// log w ~ z², and E_q[z⁴] = ∞ for ν = 3: no standard error of the ELBO, nor of ∂ELBO/∂σ.
  @Test func anEstimatorWithoutAVarianceDecidesNothing() throws {
    var workspace = try Workspace()
    let posterior = try Self.posterior("normal(0, 1)", "normal(z, 1)", [1], &workspace)
    for seed in UInt64(1)...3 {
      let comparison = try posterior.compareGradients(
        of: DistributionSpec.member("student_t(3, 1, 1)"), sampleCount: 2000, seed: seed,
        workspace: &workspace)
      let score = try #require(comparison.methods.last)
      #expect(score.components.map { $0?.error == .infinity } == [true, false, true])
      guard case .cannotTell(let reason) = comparison.verdict else {
        Issue.record("\(comparison.verdict)")
        continue
      }
      #expect(reason.contains("∂ELBO/∂sigma: Monte Carlo, score function"))
    }
    let comparison = try posterior.compareGradients(
      of: DistributionSpec.member("student_t(7, 1, 1)"), sampleCount: 2000, seed: 1,
      workspace: &workspace)
    #expect(comparison.verdict == .yes)
  }

  @Test(arguments: ["uniform(0.5, 2)", "pareto(0.5, 2)"])
  func aVariableSupportHasNoScoreForm(spec: String) throws {
    var workspace = try Workspace()
    let posterior = try Self.posterior("gamma(2, 1)", "poisson(z)", [3, 1, 2], &workspace)
    let member = try DistributionSpec.member(spec)
    let error = #expect(throws: InferenceError.self) {
      var workspace = try Workspace()
      _ = try posterior.elboGradient(of: member, workspace: &workspace)
    }
    #expect(error?.description.contains("depends on its parameters") == true)
  }
}
