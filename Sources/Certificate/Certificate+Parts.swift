// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

extension Certificate {
  /// E_q[log p(x | z)].
  ///
  /// - Parameter q: what is averaged over.
  /// - Returns: `nil` of a log joint density, which has no likelihood.
  public func expectedLogLikelihood(of q: FamilyMember) -> CertifiedQuantity? {
    model.factors.map { factors in proof(of: q) { try $0.expectedLogLikelihood(factors) } }
  }

  /// KL(q‖prior).
  ///
  /// - Parameter q: what is averaged over.
  /// - Returns: `nil` of a log joint density, which has no prior.
  public func priorDivergence(of q: FamilyMember) -> CertifiedQuantity? {
    model.factors.map { factors in proof(of: q) { try $0.priorDivergence(factors) } }
  }

  /// E_q[log p(z)].
  ///
  /// - Parameter q: what is averaged over.
  /// - Returns: `nil` of a log joint density, which has no prior.
  public func expectedLogPrior(of q: FamilyMember) -> CertifiedQuantity? {
    model.factors.map { factors in proof(of: q) { try $0.expectedLogPrior(factors) } }
  }

  /// H(q) = −E_q[log q(z)], the differential entropy.
  public func entropy(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.entropy() }
  }

  /// E_q[log p(x, z)].
  public func expectedLogJoint(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.expectedLogJoint() }
  }

  /// KL(posterior‖q).
  public func forwardDivergence(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.forwardDivergence() }
  }

  /// KL(q‖posterior) + KL(posterior‖q), the divergence of Jeffreys.
  public func jeffreys(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.jeffreys() }
  }
}
