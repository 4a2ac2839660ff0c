// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The ELBO of a q, and its gradient, by quadrature.
public struct ElboGradient: Sendable {
  /// q.
  public let member: FamilyMember

  /// ELBO and KL at q.
  public let gap: Gap

  /// ∂ELBO/∂η for each parameter η, in the family's order; that of the KL is its opposite.
  public let components: [Estimate]

  /// How many evaluations of integrands it took, those of the gap included.
  public let evaluations: Int

  /// What the bounds rest on.
  public let errorKind: ErrorKind

  /// The Euclidean norm of the gradient.
  public var norm: Double { components.reduce(0) { hypotenuse($0, $1.value) } }
}

extension Posterior {
  /// The ELBO and its gradient by the parameters of q, by quadrature under the integral sign:
  ///
  /// ```text
  /// ∂ELBO/∂η = E_q[∂ log q(z)/∂η · (log p(x, z) − log q(z) − ELBO)]
  /// ```
  ///
  /// Each component has an error bound. The truncation of a q is no parameter.
  ///
  /// - Parameters:
  ///   - member: q.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``; ``InferenceError/argument(_:value:requirement:)`` for a family with a support
  ///   that depends on its parameters, such as uniform(alpha, beta), and
  ///   ``InferenceError/infinite(quantity:reason:)`` where ELBO or gradient are infinite.
  public func elboGradient(
    of member: FamilyMember, workspace: inout Workspace
  ) throws(InferenceError) -> ElboGradient {
    var integrals = try ScoreIntegrals(member, logJoint: model.logJoint)
    let gap = try engine.gap(of: member.distribution, workspace: &workspace)
    let components = try integrals.gradient(elbo: gap.elbo.bounded, workspace: &workspace)
    return ElboGradient(
      member: member, gap: gap, components: components,
      evaluations: gap.evaluations + integrals.evaluations,
      errorKind: min(gap.errorKind, integrals.errorKind))
  }
}
