// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// ∂ELBO/∂θ and ∂ELBO/∂φ of the exercise sheet's model (problem 1c).
public struct ElboGradient: Sendable, Hashable {
  /// ∂ELBO/∂θ.
  public let theta: Estimate
  /// ∂ELBO/∂φ.
  public let phi: Estimate
}

extension Exercise {
  /// The gradient in closed form: 1/θ − 1/φ and 2/φ³ − m/φ² − 1/φ.
  public func closedFormGradient(of family: Exponential) -> ElboGradient {
    ElboGradient(
      theta: closedForm.elboGradientTheta(family), phi: closedForm.elboGradientPhi(family))
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
  public func quadratureGradient(
    of family: Exponential, workspace: inout Workspace
  ) throws(InferenceError) -> ElboGradient {
    guard let exponent = family.exponent else { throw .overflow(quantity: "log q(z)") }
    let comparison = try engine.compare(
      with: exponent, on: family.support, workspace: &workspace)
    let theta = 1 / prior.rate
    let mean = try comparison.expectation(
      linear: comparison.form.unit, quadratic: 0, workspace: &workspace)
    let path = try comparison.expectation(
      linear: comparison.linear, quadratic: 2 * comparison.quadratic, workspace: &workspace)
    let phi = Estimate(
      -path.value / family.rate,
      error: path.error / family.rate + (path.value / family.rate).ulp)
    guard phi.isFinite else { throw .overflow(quantity: "∂ELBO/∂φ") }
    return ElboGradient(theta: Estimate(theta, error: theta.ulp) - mean, phi: phi)
  }
}

extension QuadraticPosterior.Comparison {
  /// E_q[linear·ε + quadratic·ε²].
  func expectation(
    linear: Double, quadratic: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    try Self.moment(
      of: form, logNormalizer: logNormalizer, linear: linear, quadratic: quadratic,
      workspace: &workspace
    ).mean
  }
}
