// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// A family of q with a log density that is quadratic in z, as its free natural parameters.
public enum QuadraticFamily: String, Sendable, Hashable, CaseIterable {
  /// Exp(φ) on (0, ∞): η₁ < 0 free, η₂ = 0.
  case exponential
  /// N(μ, σ²) on (−∞, ∞): η₁ and η₂ < 0 free.
  case normal
  /// |N(0, σ²)| on (0, ∞): η₁ = 0, η₂ < 0 free.
  case halfNormal = "half_normal"
  /// N(μ, σ²) truncated to the support of the posterior: η₁ and η₂ < 0 free.
  case truncatedNormal = "truncated_normal"
}

/// Whether some member of a family equals the posterior, so that the ELBO is tight there: the
/// sheet's problem 1a.
public enum Tightness: Sendable {
  /// This member is the posterior: the gap is 0.
  case tight(any Distribution)
  /// No member is: the gap is positive for every one.
  case never(reason: String)
}

extension Posterior {
  /// Whether a family can be tight for this model and observation, by comparing natural parameters.
  ///
  /// Two densities of one exponential family are equal if and only if their supports and their
  /// natural parameters are. The posterior of the exercise sheet's model has η = (m, −½) on (0, ∞).
  ///
  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` where the log posterior is not
  ///   quadratic.
  public func tightness(of family: QuadraticFamily) throws(InferenceError) -> Tightness {
    guard let engine = engine as? QuadraticEngine else {
      throw .argument(
        "the log joint density", value: "\(model.logJoint)", requirement: "quadratic in z")
    }
    let natural = engine.posterior.joint.naturalParameters
    let posterior = "η = (\(natural.linear.head), \(natural.quadratic.head)) on \(support)"
    guard natural.quadratic.head < 0 else {
      return natural.quadratic.head == 0 && support == .positive && family == .exponential
        ? try member { () throws(DistributionError) in
          try Exponential(rate: -natural.linear.head)
        }
        : .never(reason: "the log posterior, \(posterior), has no term in z²")
    }
    let mean = (natural.linear / (natural.quadratic * -2)).head
    let deviation = (DoubleDouble(1) / (natural.quadratic * -2)).head.squareRoot()
    switch family {
    case .exponential:
      return .never(
        reason: "log q is linear in z, η₂ = 0; the log posterior, \(posterior), is quadratic")
    case .normal:
      guard support == .real else {
        return .never(reason: "q puts mass on the whole line, the posterior only on \(support)")
      }
      return try member { () throws(DistributionError) in
        try Normal(mean: mean, standardDeviation: deviation)
      }
    case .halfNormal:
      guard support == .positive, natural.linear.head == 0 else {
        return .never(
          reason: "log q has no term in z, η₁ = 0; the log posterior, \(posterior), has one")
      }
      return try member { () throws(DistributionError) in try HalfNormal(scale: deviation) }
    case .truncatedNormal:
      let support = support
      return try member { () throws(DistributionError) in
        try Truncated(try Normal(mean: mean, standardDeviation: deviation), to: support)
      }
    }
  }

  private func member<Member: Distribution>(
    _ make: () throws(DistributionError) -> Member
  ) throws(InferenceError) -> Tightness {
    do {
      return .tight(try make())
    } catch {
      throw .distribution(error)
    }
  }
}
