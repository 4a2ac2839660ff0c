// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The member of a family where KL(q‖posterior) is least over all of its parameters.
public struct BestMember: Sendable {
  /// How the search ended.
  public enum Outcome: Sendable, Hashable {
    /// At a minimum: the gradient is 0 up to the rounding of the parameters, the curvature positive,
    /// and the KL larger at a distance.
    case converged
    /// The KL falls, or does not grow, on the way of a parameter to an end of its domain: no member is
    /// the best.
    case none(parameter: String, towards: Double)
    /// At the limit of steps.
    case notConverged
  }

  /// q at the best parameters found.
  public let member: FamilyMember

  /// ELBO and KL there.
  public let gap: Gap

  /// ∂ELBO/∂η there, for each parameter η in the family's order; that of the KL is its opposite.
  public let gradient: [Estimate]

  /// How the search ended.
  public let outcome: Outcome

  /// How many evaluations of integrands the search took.
  public let evaluations: Int

  /// The Euclidean norm of the gradient.
  public var gradientNorm: Double { gradient.reduce(0) { hypotenuse($0, $1.value) } }

  /// Whether the member is at a minimum.
  public var isConverged: Bool { outcome == .converged }
}

extension Posterior {
  /// The member of a family where KL(q‖posterior) is least, over all parameters.
  ///
  /// Starts from the members whose quantiles are nearest to those of the posterior and, where it has
  /// several modes, to those of each; walks downhill by the method of Nelder and Mead, and ends by
  /// Newton's on the gradient by quadrature. Of several minima the lowest that was found; that no
  /// other is lower is not shown.
  ///
  /// - Parameter family: with a support that does not depend on the parameters, inside that of the
  ///   posterior.
  /// - Throws: ``InferenceError``; ``InferenceError/noBestMember(reason:)`` for any other family, and
  ///   ``InferenceError/infinite(quantity:reason:)`` where the KL of every member tried is infinite.
  public func bestMember(
    of family: Family
  ) throws(InferenceError) -> BestMember {
    guard !family.hasVariableSupport else {
      throw .noBestMember(
        reason: "the support of \(family) depends on its parameters: the KL has no gradient to "
          + "find its best member by")
    }
    let search = try FamilySearch(posterior: self)
    return try search.best(from: try search.starts(of: family))
  }
}
