// SPDX-License-Identifier: GPL-3.0-or-later

package import Certificate
package import Distributions
import VariationalGap

extension FuzzCase {
  /// The certificate of the case, and its q.
  ///
  /// - Parameter seconds: that one number may take.
  /// - Throws: an error where the texts cannot be read.
  package func certificate(seconds: Double) throws -> (Certificate, q: FamilyMember?) {
    let model =
      switch subject {
      case .distribution(let text): CertifiedModel(try DistributionSpec.member(text))
      case .joint(let formula, let support):
        try CertifiedModel(logJoint: formula, support: try IntervalSpec.parse(support))
      case .model(let prior, let likelihood, let observations):
        try CertifiedModel(
          prior: try DistributionSpec.member(prior),
          likelihood: try LikelihoodSpec.parse(likelihood),
          observations: observations.map(Observation.value))
      }
    let q = try family.map { try DistributionSpec.member($0) }
    return (Certificate(of: model, digits: FuzzCase.digits, seconds: seconds), q)
  }

  /// What is left of a double's digits by the engine's bounds does not need more.
  private static let digits = 18
}

extension Certificate {
  /// What is proven of a quantity.
  package func proof(of quantity: FuzzAnswer.Quantity, q: FamilyMember?) -> CertifiedQuantity {
    switch quantity {
    case .logEvidence: return logEvidence()
    case .mean: return mean()
    case .standardDeviation: return standardDeviation()
    case .quantile(let p): return self.quantile(p)
    default: break
    }
    guard let q else { return .notDecided(reason: "there is no q") }
    let factors = CertifiedQuantity.notDecided(reason: "there is no likelihood and no prior")
    switch quantity {
    case .elbo: return elbo(of: q)
    case .divergence: return divergence(of: q)
    case .expectedLogLikelihood: return expectedLogLikelihood(of: q) ?? factors
    case .priorDivergence: return priorDivergence(of: q) ?? factors
    case .expectedLogPrior: return expectedLogPrior(of: q) ?? factors
    case .entropy: return entropy(of: q)
    case .expectedLogJoint: return expectedLogJoint(of: q)
    case .forwardDivergence: return forwardDivergence(of: q)
    case .bound(let kind): return proof(of: kind, q)
    case .partsAgree, .boundsAreOrdered: return .notDecided(reason: "it is an audit of the engine")
    case .logEvidence, .mean, .standardDeviation, .quantile:
      return .notDecided(reason: "it is no question about q")
    }
  }

  /// What is proven of a bound on log p(x). That of several draws lies between that of one draw, the ELBO, and
  /// log p(x, z ∈ supp q).
  private func proof(of kind: EvidenceBound.Kind, _ q: FamilyMember) -> CertifiedQuantity {
    switch kind {
    case .elbo: elbo(of: q)
    case .importance: .hull(of: elbo(of: q), renyiBound(of: q, order: 0))
    case .renyi(let order): renyiBound(of: q, order: order)
    case .cubo(let order): chiUpperBound(of: q, order: order)
    case .eubo: evidenceUpperBound(of: q)
    case .evidence: logEvidence()
    default: .notDecided(reason: "\(kind.name) has no certificate")
    }
  }
}
