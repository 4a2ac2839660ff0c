// SPDX-License-Identifier: GPL-3.0-or-later

package import Certificate
package import Distributions

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
    case .elbo, .divergence:
      guard let q else { return .notDecided(reason: "there is no q") }
      return quantity == .elbo ? elbo(of: q) : divergence(of: q)
    }
  }
}
