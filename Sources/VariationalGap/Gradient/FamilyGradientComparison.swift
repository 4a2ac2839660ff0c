// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The ELBO and its gradient by the parameters of q, by every method there is for any model.
public struct FamilyGradientComparison: Sendable {
  /// One way to get the numbers. A Monte Carlo error is four standard errors.
  public struct Method: Sendable {
    /// What it is called.
    public let name: String
    /// The ELBO; `nil` where the method is for derivatives only.
    public let elbo: Estimate?
    /// ∂ELBO/∂η for each parameter, in the family's order.
    public let components: [Estimate]
  }

  /// q.
  public let member: FamilyMember

  /// The methods: quadrature, numerical derivative, pathwise (where the family is an affine image of
  /// noise), score function.
  public let methods: [Method]

  /// The pairs of methods whose numbers differ by more than the sum of their errors.
  public var disagreements: [(first: String, second: String, quantity: String)] {
    var found: [(first: String, second: String, quantity: String)] = []
    for (index, first) in methods.enumerated() {
      for second in methods[(index + 1)...] {
        if let a = first.elbo, let b = second.elbo, !a.agrees(with: b) {
          found.append((first.name, second.name, "ELBO"))
        }
        for (parameter, pair) in zip(
          member.family.parameters, zip(first.components, second.components))
        where !pair.0.agrees(with: pair.1) {
          found.append((first.name, second.name, "∂ELBO/∂\(parameter.name)"))
        }
      }
    }
    return found
  }
}

extension Posterior {
  /// ELBO and gradient at a q by every method.
  ///
  /// - Parameters:
  ///   - member: q, with a support that does not depend on its parameters.
  ///   - sampleCount: the number of Monte Carlo samples, at least 2.
  ///   - seed: the seed of the samples.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``.
  public func compareGradients(
    of member: FamilyMember, sampleCount: Int, seed: UInt64, workspace: inout Workspace
  ) throws(InferenceError) -> FamilyGradientComparison {
    let gradient = try elboGradient(of: member, workspace: &workspace)
    let sampled = try monteCarlo(of: gradient, count: sampleCount, seed: seed)
    var methods: [FamilyGradientComparison.Method] = [
      .init(name: "quadrature", elbo: gradient.gap.elbo.estimate, components: gradient.components),
      .init(
        name: "numerical derivative", elbo: nil, components: try numericalGradient(of: member)),
    ]
    if let pathwise = sampled.pathwise {
      methods.append(
        .init(
          name: "Monte Carlo, pathwise", elbo: sampled.elbo.estimate,
          components: pathwise.map(\.estimate)))
    }
    methods.append(
      .init(
        name: "Monte Carlo, score function",
        elbo: sampled.pathwise == nil ? sampled.elbo.estimate : nil,
        components: sampled.score.map(\.estimate)))
    return FamilyGradientComparison(member: member, methods: methods)
  }

  /// The gradient by GSL's adaptive central differences of the ELBO by quadrature.
  ///
  /// The error is GSL's estimate of truncation and rounding, plus what the bound of the ELBO allows
  /// over the step.
  private func numericalGradient(of member: FamilyMember) throws(InferenceError) -> [Estimate] {
    let q = member.distribution
    let width = q.quantile(0.75) - q.quantile(0.25)
    var gradient: [Estimate] = []
    for (index, parameter) in member.family.parameters.enumerated() {
      let point = member.parameters[index]
      let step = 1e-3 * (parameter.domain == .positive ? point : width)
      func elbo(_ value: Double) throws -> Estimate {
        var parameters = member.parameters
        parameters[index] = value
        var workspace = try Workspace()
        return try engine.gap(of: member.with(parameters).distribution, workspace: &workspace).elbo
          .bounded
      }
      gradient.append(
        try InferenceError.solving(for: "the numerical derivative") {
          let slope = try NumericalDerivative(step: step).derivative(at: point) {
            (value: Double) throws -> Double in try elbo(value).value
          }
          return Estimate(slope.value, error: slope.error + 4 * (try elbo(point).error) / step)
        })
    }
    return gradient
  }
}
