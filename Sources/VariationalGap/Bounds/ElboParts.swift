// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The parts of the ELBO of a q, each an integral of its own, and KL the other way round.
///
/// ```text
/// ELBO = E_q[log p(x | z)] − KL(q‖prior) = E_q[log p(x, z)] + H(q)
/// E_q[log p(x, z)] = E_q[log p(x | z)] + E_q[log p(z)]
/// ```
///
/// Source: Blei, Kucukelbir, McAuliffe, "Variational inference: a review for statisticians" (2017), equations 13
/// and 14.
public struct ElboParts: Sendable, Hashable {
  /// E_q[log p(x | z)]; `nil` of a log joint density, which has no likelihood.
  public let expectedLogLikelihood: Quantity?

  /// KL(q‖prior); `nil` of a log joint density, which has no prior.
  public let priorDivergence: Quantity?

  /// E_q[log p(z)]; `nil` of a log joint density.
  public let expectedLogPrior: Quantity?

  /// H(q) = −E_q[log q(z)], the differential entropy.
  public let entropy: Quantity

  /// E_q[log p(x, z)].
  public let expectedLogJoint: Quantity

  /// KL(posterior‖q).
  public let forwardDivergence: Quantity

  /// KL(q‖posterior) + KL(posterior‖q), the divergence of Jeffreys.
  public let jeffreys: Quantity

  /// Whether the parts add up to the ELBO and to each other, within their bounds.
  public let identity: Verdict

  /// Why a part is infinite or missing; `nil` where all are numbers.
  public var reason: String? {
    let parts: [(String, Quantity?)] = [
      ("E_q[log p(x | z)]", expectedLogLikelihood), ("KL(q‖prior)", priorDivergence),
      ("E_q[log p(z)]", expectedLogPrior), ("H(q)", entropy),
      ("E_q[log p(x, z)]", expectedLogJoint),
      ("KL(posterior‖q)", forwardDivergence),
    ]
    let absent =
      expectedLogLikelihood == nil
      ? ["a log joint density has no likelihood and no prior"] : []
    let reasons = absent + parts.compactMap { name, part in part?.reason.map { "\(name): \($0)" } }
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }
}

extension Posterior {
  /// The parts of the ELBO of a q, and KL the other way round; infinite where a theorem says so, undefined
  /// with a reason where a number could not be had.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError`` where ELBO and KL could not be had, or q does not integrate to 1.
  public func elboParts(
    of family: any Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> ElboParts {
    let gap = try gap(of: family, workspace: &workspace)
    let weights = try WeightMoments(self, family, workspace: &workspace)
    /// E_q[f], −∞ where q has mass outside of where f is finite.
    ///
    /// - Parameter error: a bound on that of the constant in f.
    func mean(
      _ function: Formula, error: Double, _ support: Interval, _ name: String
    ) -> Quantity {
      guard support.contains(family.support) else {
        return .infinite(
          .minus, reason: "q puts mass on \(family.support), \(name) only on \(support)")
      }
      return weights.mean(of: function, workspace: &workspace).value
        + .finite(Estimate(0, error: error))
    }
    let entropy = mean(-weights.logFamily, error: weights.familyError, family.support, "q")
    let joint = mean(engine.logJoint, error: engine.constantError, support, "the joint density")
    var (likelihood, divergence, prior): (Quantity?, Quantity?, Quantity?)
    if let own = model.prior, let logLikelihood = model.logLikelihood {
      likelihood = weights.mean(of: logLikelihood, workspace: &workspace).value
      // A rounded constant is corrected by the mass, as it is in the joint density.
      let (mass, _) = try own.audited(workspace: &workspace)
      prior = mean(
        own.formula - .number(mass.value), error: mass.error, own.support, "the prior")
      do throws(InferenceError) {
        divergence = try KullbackLeibler.comparison(
          of: family, with: own, workspace: &workspace
        ).divergence
      } catch {
        divergence = .undefined(reason: "\(error)")
      }
    }
    let forward = weights.forwardDivergence(workspace: &workspace).value
    var sums: [(Quantity, Quantity)] = [(gap.elbo, joint + entropy)]
    if let likelihood, let divergence, let prior {
      sums += [
        (gap.elbo, likelihood + -divergence), (joint, likelihood + prior),
        (-divergence, entropy + prior),
      ]
    }
    let verdicts = sums.map { Verdict(that: $0.0, isSum: $0.1) }
    return ElboParts(
      expectedLogLikelihood: likelihood, priorDivergence: divergence, expectedLogPrior: prior,
      entropy: entropy, expectedLogJoint: joint, forwardDivergence: forward,
      jeffreys: Quantity.sum(ofNonnegative: gap.divergence, forward),
      identity: verdicts.first { $0 == .no } ?? verdicts.first { !$0.isYes } ?? .yes)
  }
}

extension Quantity {
  /// The sum; an infinity and what is not known of the other make none.
  static func + (a: Quantity, b: Quantity) -> Quantity {
    switch (a, b) {
    case (.finite(let a), .finite(let b)): .finite(a + b)
    case (.undefined, _): a
    case (_, .undefined): b
    case (.infinite(let sign, let reason), .infinite(let other, _)):
      sign == other ? a : .undefined(reason: "∞ − ∞: \(reason)")
    case (.infinite, _): a
    case (_, .infinite): b
    }
  }

  /// The sum of two numbers that are not below 0: an infinity is one whatever the other is.
  static func sum(ofNonnegative a: Quantity, _ b: Quantity) -> Quantity {
    if case .infinite = a { a } else if case .infinite = b { b } else { a + b }
  }

  /// The negative.
  static prefix func - (a: Quantity) -> Quantity {
    switch a {
    case .finite(let a): .finite(-a)
    case .infinite(let sign, let reason):
      .infinite(sign == .plus ? .minus : .plus, reason: reason)
    case .undefined: a
    }
  }
}

extension Verdict {
  /// Whether two numbers are the same: yes for the same infinity, and where a number could not be had, of
  /// which nothing is said.
  init(that a: Quantity, isSum b: Quantity) {
    switch (a, b) {
    case (.finite(let a), .finite(let b)):
      self = Verdict(that: a, equals: b, decisive: 1e-6 * max(1, abs(a.value), abs(b.value)))
    case (.undefined, _), (_, .undefined): self = .yes
    case (.infinite(let a, _), .infinite(let b, _)): self = a == b ? .yes : .no
    case (.finite(let a), .infinite), (.infinite, .finite(let a)):
      self = a.error.isFinite ? .no : .cannotTell(reason: "nothing is known of a finite number")
    }
  }
}
