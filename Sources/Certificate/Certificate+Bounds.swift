// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

extension Certificate {
  /// The EUBO: E[log w] under the posterior with w = p(x, z)/q(z), a bound on log p(x) from above.
  ///
  /// Source: Ji and Shen, "Stochastic variational inference via upper bound" (2019).
  public func evidenceUpperBound(of q: FamilyMember) -> CertifiedQuantity {
    proof(of: q) { try $0.evidenceUpperBound() }
  }

  /// Rényi's bound VR_α = log(E_q[w^(1−α)])/(1 − α) with w = p(x, z)/q(z); the ELBO for α = 1.
  ///
  /// Source: Li and Turner, "Rényi divergence variational inference" (2016), equation 8.
  ///
  /// - Parameters:
  ///   - q: what is averaged over.
  ///   - order: α, a finite number, exact.
  public func renyiBound(of q: FamilyMember, order: Double) -> CertifiedQuantity {
    guard order.isFinite else {
      return .notDecided(reason: "the order of Rényi's bound must be finite, got \(order)")
    }
    if order == 1 { return elbo(of: q) }
    let power = Precision(bits: Precision.longestExact).difference(.one, Ball(order))
    return proof(of: q) { try $0.logMean(ofWeightTo: power) }
  }

  /// CUBO_n = log(E_q[wⁿ])/n with w = p(x, z)/q(z), a bound on log p(x) from above for n ≥ 1.
  ///
  /// Source: Dieng, Tran, Ranganath, Paisley and Blei, "Variational inference via χ upper bound minimization"
  /// (2017), equation 4.
  ///
  /// - Parameters:
  ///   - q: what is averaged over.
  ///   - order: n, a positive number, exact.
  public func chiUpperBound(of q: FamilyMember, order: Double) -> CertifiedQuantity {
    guard order > 0, order.isFinite else {
      return .notDecided(reason: "the order of CUBO must be a positive number, got \(order)")
    }
    return proof(of: q) { try $0.logMean(ofWeightTo: Ball(order)) }
  }
}
