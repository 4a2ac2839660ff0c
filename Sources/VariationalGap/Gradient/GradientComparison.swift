// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// ELBO and gradient by every method there is, and whether each pair agrees (problems 1b and 1c).
public struct GradientComparison: Sendable, Hashable {
  /// One way to get the numbers. A Monte Carlo error is four standard errors.
  public struct Method: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// The ELBO; `nil` where the method is for derivatives only.
    public let elbo: Estimate?
    /// ∂ELBO/∂θ; `nil` where another row has the same estimator.
    public let theta: Estimate?
    /// ∂ELBO/∂φ.
    public let phi: Estimate
  }

  /// The methods: closed form, quadrature, numerical derivative, pathwise, score function.
  public let methods: [Method]

  /// The pairs of methods whose numbers differ by more than the sum of their errors.
  public var disagreements: [(first: String, second: String, quantity: String)] {
    var found: [(first: String, second: String, quantity: String)] = []
    for (index, first) in methods.enumerated() {
      for second in methods[(index + 1)...] {
        let quantities: [(String, Estimate?, Estimate?)] = [
          ("ELBO", first.elbo, second.elbo), ("∂ELBO/∂θ", first.theta, second.theta),
          ("∂ELBO/∂φ", first.phi, second.phi),
        ]
        for case (let name, let a?, let b?) in quantities where !a.agrees(with: b) {
          found.append((first.name, second.name, name))
        }
      }
    }
    return found
  }
}

extension Exercise {
  /// ELBO and gradient at φ by every method.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - sampleCount: the number of Monte Carlo samples, at least 2.
  ///   - seed: the seed of the samples.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``.
  public func compareGradients(
    of family: Exponential, sampleCount: Int, seed: UInt64, workspace: inout Workspace
  ) throws(InferenceError) -> GradientComparison {
    let closed = closedFormGradient(of: family)
    let integral = try quadratureGradient(of: family, workspace: &workspace)
    let record = try record(phi: family.rate, workspace: &workspace)
    let numerical = try numericalGradient(of: family)
    let sampled = try monteCarlo(of: family, count: sampleCount, seed: seed)
    return GradientComparison(methods: [
      .init(
        name: "closed form", elbo: closedForm.elbo(family), theta: closed.theta, phi: closed.phi),
      .init(name: "quadrature", elbo: record.elbo, theta: integral.theta, phi: integral.phi),
      .init(
        name: "numerical derivative", elbo: nil, theta: numerical.theta, phi: numerical.phi),
      .init(
        name: "Monte Carlo, pathwise", elbo: sampled.elbo.estimate,
        theta: sampled.theta.estimate, phi: sampled.pathwisePhi.estimate),
      .init(
        name: "Monte Carlo, score function", elbo: nil, theta: nil,
        phi: sampled.scorePhi.estimate),
    ])
  }

  /// The gradient by GSL's adaptive central differences of the ELBO by quadrature.
  ///
  /// The error is GSL's estimate of truncation and rounding, plus what the bound of the ELBO allows
  /// over the step.
  func numericalGradient(of family: Exponential) throws(InferenceError) -> ElboGradient {
    let (theta, x) = (prior.rate, observation)
    func derivative(
      at point: Double, _ elbo: @escaping (Double) throws -> Estimate
    ) throws(InferenceError) -> Estimate {
      let step = 1e-3 * point
      return try InferenceError.solving(for: "the numerical derivative") {
        let value = try NumericalDerivative(step: step).derivative(at: point) {
          (z: Double) throws -> Double in try elbo(z).value
        }
        let noise = try elbo(point).error / step
        return Estimate(value.value, error: value.error + 4 * noise)
      }
    }
    return ElboGradient(
      theta: try derivative(at: theta) { theta in
        var workspace = try Workspace()
        return try Exercise(theta: theta, x: x, workspace: &workspace)
          .record(phi: family.rate, workspace: &workspace).elbo
      },
      phi: try derivative(at: family.rate) { phi in
        var workspace = try Workspace()
        return try record(phi: phi, workspace: &workspace).elbo
      })
  }
}
