// SPDX-License-Identifier: GPL-3.0-or-later

package import VariationalGap

/// What the engine says of one quantity.
package struct FuzzAnswer: Sendable {
  /// What is asked for.
  package enum Quantity: Sendable, Hashable {
    case logEvidence
    case elbo
    case divergence
    case mean
    case standardDeviation
    case quantile(Double)
    case expectedLogLikelihood
    case priorDivergence
    case expectedLogPrior
    case entropy
    case expectedLogJoint
    case forwardDivergence
    case bound(EvidenceBound.Kind)
    /// Whether the parts of the ELBO add up.
    case partsAgree
    /// Whether the bounds on log p(x) are in the order in which they have to be.
    case boundsAreOrdered
  }

  /// A number, or why there is none.
  package enum Outcome: Sendable {
    case answered(VariationalGap.Quantity)
    case refused(InferenceError)
    /// What an audit of several numbers says.
    case audited(Verdict)
  }

  /// What was asked for.
  package let quantity: Quantity
  /// What the engine says.
  package let outcome: Outcome
  /// Whether the engine stands by the bound.
  package let isVerified: Bool

  /// Says what the engine says.
  package init(_ quantity: Quantity, _ outcome: Outcome, isVerified: Bool = true) {
    (self.quantity, self.outcome, self.isVerified) = (quantity, outcome, isVerified)
  }
}
