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
    /// The KL falls on the way of a parameter to an end of its domain, and a limit of members is closer
    /// to the posterior than any: no member is the best.
    case none(parameter: String, towards: Double)
    /// At the limit of steps.
    case notConverged
  }

  /// A distribution that members of the family tend to, and that is none of them.
  public struct Limit: Sendable {
    /// The parameter that goes to an end.
    public let parameter: String
    /// The end.
    public let end: Double
    /// The distribution.
    public let member: FamilyMember
    /// KL from it to the posterior.
    public let divergence: Quantity
  }

  /// q at the best parameters found.
  public let member: FamilyMember

  /// How far each parameter is from where the gradient is 0: two steps of Newton's method, with the bound
  /// of the gradient, and the rounding to a double.
  public let parameterErrors: [Double]

  /// ELBO and KL there.
  public let gap: Gap

  /// ∂ELBO/∂η there, for each parameter η in the family's order; that of the KL is its opposite.
  public let gradient: [Estimate]

  /// How the search ended.
  public private(set) var outcome: Outcome

  /// What is closer to the posterior than every member, where there is no best one.
  public private(set) var limit: Limit?

  /// How many evaluations of integrands the integrals with bounds took.
  public let evaluations: Int

  init(
    member: FamilyMember, parameterErrors: [Double], gap: Gap, gradient: [Estimate],
    outcome: Outcome, evaluations: Int
  ) {
    self.member = member
    self.parameterErrors = parameterErrors
    self.gap = gap
    self.gradient = gradient
    self.outcome = outcome
    self.evaluations = evaluations
  }

  /// The parameters with their bounds, in the family's order.
  public var parameters: [Estimate] {
    zip(member.parameters, parameterErrors).map { Estimate($0, error: $1) }
  }

  /// The Euclidean norm of the gradient.
  public var gradientNorm: Estimate {
    Estimate(
      gradient.reduce(0) { hypotenuse($0, $1.value) },
      error: gradient.reduce(0) { hypotenuse($0, $1.error) })
  }

  /// Whether the member is at a minimum.
  public var isConverged: Bool { outcome == .converged }

  /// No member is the best, since the best one of the limit of the family is better.
  func exceeded(by found: BestMember) -> BestMember {
    guard let end = member.family.limit else { return self }
    let limit = Limit(
      parameter: end.parameter, end: end.end, member: found.member,
      divergence: found.gap.divergence)
    var best = self
    best.outcome = .none(parameter: limit.parameter, towards: limit.end)
    best.limit = limit
    return best
  }
}

extension Posterior {
  /// The member of a family where KL(q‖posterior) is least, over all parameters.
  ///
  /// The exponential q of the exercise sheet's model is known in closed form, and so is a member that is the
  /// posterior where its log density is quadratic. Any other search starts from
  /// the members that are most like the posterior and, where it has several modes, like the part around
  /// each; where their KL is infinite, from the nearest with a finite one. It goes down by a quasi-Newton
  /// method on a grid, and ends by Newton's on the gradient by quadrature. Of several minima the lowest
  /// that was found; that no other is lower is not shown.
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
    if let parameters = try knownBest(of: family) { return try best(of: family, at: parameters) }
    return try FamilySearch(family, of: self).best()
  }

  /// The best parameters, where they are known: those of the posterior, where it is in the family, or φ*.
  private func knownBest(of family: Family) throws(InferenceError) -> [Estimate]? {
    if family.name == Exponential.family.name, let closedForm {
      return [closedForm.bestRate(try closedForm.bestFamily())]
    }
    guard engine is QuadraticEngine, let quadratic = QuadraticFamily(rawValue: family.name),
      case .tight(let member) = try tightness(of: quadratic)
    else { return nil }
    let parameters: [Double] =
      switch member {
      case let q as Exponential: [q.rate]
      case let q as Normal: [q.mean, q.standardDeviation]
      case let q as HalfNormal: [q.scale]
      default: []
      }
    return parameters.isEmpty ? nil : parameters.map { Estimate($0, error: 2 * $0.ulp) }
  }

  /// The member with these parameters, as the best.
  func best(
    of family: Family, at parameters: [Estimate]
  ) throws(InferenceError) -> BestMember {
    do {
      var workspace = try Workspace()
      let gradient = try elboGradient(
        of: FamilyMember(of: family, parameters: parameters.map(\.value)), workspace: &workspace)
      return BestMember(
        member: gradient.member, parameterErrors: parameters.map(\.error), gap: gradient.gap,
        gradient: gradient.components, outcome: .converged, evaluations: gradient.evaluations)
    } catch let error as InferenceError {
      throw error
    } catch {
      throw .argument("the best member", value: "\(error)", requirement: "one in doubles")
    }
  }
}
