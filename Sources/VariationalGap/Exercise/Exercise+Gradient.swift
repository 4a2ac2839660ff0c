// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

// ELBO and gradient by θ and φ: the sheet's problems 1b and 1c. Components are in this order.

extension Exercise {
  /// ELBO and gradient at φ by every method: closed form, quadrature, numerical derivative, pathwise,
  /// score function.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - sampleCount: the number of Monte Carlo samples, at least 2.
  ///   - seed: the seed of the samples.
  ///   - hasVariances: whether the exact variances of one draw are wanted.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``.
  public func compareGradients(
    of family: Exponential, sampleCount: Int, seed: UInt64, hasVariances: Bool = false,
    workspace: inout Workspace
  ) throws(InferenceError) -> GradientComparison {
    let elbo = try record(phi: family.rate, workspace: &workspace).elbo
    let sampled = try monteCarlo(of: family, count: sampleCount, seed: seed)
    return GradientComparison(
      parameters: [.init(name: "theta", symbol: "θ"), .init(name: "phi", symbol: "φ")],
      methods: [
        .init(
          name: "closed form", elbo: closedForm.elbo(family),
          components: [
            closedForm.elboGradientTheta(family), closedForm.elboGradientPhi(family),
          ]),
        .init(
          name: "quadrature", elbo: elbo,
          components: try quadratureGradient(of: family, workspace: &workspace),
          variances: hasVariances ? try variances(of: family, workspace: &workspace) : nil),
        .init(
          name: "numerical derivative", elbo: nil,
          components: try numericalGradient(of: family)),
      ] + sampled.methods())
  }

  /// The gradient by quadrature, under the integral sign.
  ///
  /// ```text
  /// ∂ELBO/∂θ = E_q[∂ log p_θ(z)/∂θ] = E_q[1/θ − z]
  /// ∂ELBO/∂φ = E_ε[∂ log w/∂z · ∂z/∂φ] = −E_q[z · ∂ log w/∂z]/φ,   w = p(x, z)/q(z), z = ε/φ
  /// ```
  ///
  /// The second is the pathwise derivative; that of −log q at fixed z has mean zero (Roeder, Wu and
  /// Duvenaud, "Sticking the landing", 2017).
  ///
  /// - Throws: ``InferenceError``, where an integral does not fit in a double.
  func quadratureGradient(
    of family: Exponential, workspace: inout Workspace
  ) throws(InferenceError) -> [Estimate] {
    guard let exponent = family.exponent else { throw .overflow(quantity: "log q(z)") }
    let comparison = try engine.compare(
      with: exponent, on: family.support, workspace: &workspace)
    func expectation(linear: Double, quadratic: Double) throws(InferenceError) -> Estimate {
      try QuadraticPosterior.Comparison.moment(
        of: comparison.form, logNormalizer: comparison.logNormalizer, linear: linear,
        quadratic: quadratic, workspace: &workspace
      ).mean
    }
    let theta = 1 / prior.rate
    let mean = try expectation(linear: comparison.form.unit, quadratic: 0)
    let path = try expectation(
      linear: comparison.linear, quadratic: 2 * comparison.quadratic)
    let phi = Estimate(
      -path.value / family.rate,
      error: path.error / family.rate + (path.value / family.rate).ulp)
    guard phi.isFinite else { throw .overflow(quantity: "∂ELBO/∂φ") }
    return [Estimate(theta, error: theta.ulp) - mean, phi]
  }

  /// The variances of estimators of ∂ELBO/∂φ by one draw.
  private func variances(
    of family: Exponential, workspace: inout Workspace
  ) throws(InferenceError) -> GradientComparison.Variances {
    let member: FamilyMember
    do throws(DistributionError) {
      member = try FamilyMember(of: Exponential.family, parameters: [family.rate])
    } catch {
      throw .distribution(error)
    }
    return GradientComparison.Variances(
      try posterior.gradientVariances(of: member, workspace: &workspace), after: 1)
  }

  private func numericalGradient(of family: Exponential) throws(InferenceError) -> [Estimate] {
    let (theta, phi, x) = (prior.rate, family.rate, observation)
    return [
      try GradientComparison.numericalSlope(at: theta, step: 1e-3 * theta) { theta, workspace in
        try Exercise(theta: theta, x: x, workspace: &workspace)
          .record(phi: phi, workspace: &workspace).elbo
      },
      try GradientComparison.numericalSlope(at: phi, step: 1e-3 * phi) { phi, workspace in
        try record(phi: phi, workspace: &workspace).elbo
      },
    ]
  }

  /// Estimates ELBO and gradient from samples z = ε/φ, ε = −log(1 − u) ~ Exp(1):
  ///
  /// ```text
  /// ∂/∂θ      1/θ − z
  /// ∂/∂φ      pathwise           −z(m − z)/φ − 1/φ
  ///           score function     (1/φ − z)·log w(z)
  /// ```
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - count: the number of samples, at least 2.
  ///   - seed: the seed; the same one gives the same estimates everywhere.
  /// - Throws: ``InferenceError``.
  public func monteCarlo(
    of family: Exponential, count: Int, seed: UInt64
  ) throws(InferenceError) -> MonteCarloGradient {
    let (theta, phi, x) = (prior.rate, family.rate, observation)
    let m = (DoubleDouble(x) - DoubleDouble(theta)).head
    return try MonteCarloGradient(
      of: family, isReparameterized: true, count: count, seed: seed
    ) { z in
      let logLikelihood = -0.5 * (x - z) * (x - z) - DoubleDouble.halfLogTwoPi.head
      let logWeight = prior.logDensity(z) + logLikelihood - family.logDensity(z)
      return [
        logWeight, 1 / theta - z, (-z * (m - z) - 1) / phi, nil, (1 / phi - z) * logWeight,
      ]
    }
  }
}
