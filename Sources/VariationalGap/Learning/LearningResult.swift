// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// What learning ends with: Σ log p(x), or Σ ELBO, and the parameters where it is largest.
public struct LearningResult: Sendable {
  /// How the search ended.
  public enum Outcome: Sendable, Hashable {
    /// At a maximum: the gradient is 0 up to its bound, and the second derivatives are negative.
    case attained
    /// At one of many maxima: the objective is the same along a curve of parameters, which the data do not tell apart.
    case notUnique
    /// Nowhere: the objective rises on the way of parameters to the ends of their domains.
    case notAttained(Limit)
    /// At the limit of steps.
    case notConverged
  }

  /// What an objective tends to that has no maximum.
  public struct Limit: Sendable, Hashable {
    /// The parameters that go to an end of their domains, and the ends.
    public let ways: [Way]
    /// The supremum: +∞ where the objective rises as fast at the end of the search as long before, which is no proof; and
    /// with an error of ∞ where only a value below it is known.
    public let supremum: Estimate
    /// Where the prior puts all of its mass in the limit; `nil` where it keeps its width.
    public let point: Double?
  }

  /// A parameter on its way.
  public struct Way: Sendable, Hashable {
    /// Its name.
    public let parameter: String
    /// The end of its domain.
    public let end: Double
  }

  /// How the search ended.
  public let outcome: Outcome

  /// The parameters found, in the order of ``LearningProblem/parameters``, each with how far the maximiser may be: two
  /// steps of Newton's method with the bound of the gradient, and rounding; ∞ where there is no maximiser.
  public let parameters: [Estimate]

  /// The objective at the parameters, as the doubles that they are: a sum of integrals with bounds.
  public let value: Estimate

  /// ∂/∂θ of the objective there.
  public let gradient: [Estimate]

  /// What the bound of the value rests on.
  public let errorKind: ErrorKind

  /// The best q for each different group, in the order of the groups; none for maximum likelihood.
  public let members: [FamilyMember]

  /// How many evaluations of integrands the integrals with bounds took.
  public let evaluations: Int

  /// The largest value: that at the maximum, or the supremum.
  public var supremum: Estimate {
    if case .notAttained(let limit) = outcome { limit.supremum } else { value }
  }

  /// Whether there is a maximiser.
  public var isAttained: Bool {
    switch outcome {
    case .attained, .notUnique: true
    case .notAttained, .notConverged: false
    }
  }
}

extension LearningResult.Outcome {
  /// The outcome, unless it is a maximum of which nothing is known where it is.
  func shown(by parameters: [Estimate]) -> LearningResult.Outcome {
    self == .attained && !parameters.allSatisfy(\.error.isFinite) ? .notConverged : self
  }
}
