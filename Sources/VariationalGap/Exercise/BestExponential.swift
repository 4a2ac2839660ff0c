// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The best exponential q of the exercise sheet's model: where KL(q‖posterior) is least.
///
/// The derivative of the gap by φ has one zero and changes its sign there from − to +: no other φ has a
/// smaller gap.
public struct BestExponential: Sendable, Hashable {
  /// q at φ*, rounded to a double.
  public let family: Exponential

  /// φ*, with the bound of its rounding.
  public let rate: Estimate

  /// The least gap over all φ, at the exact φ*: KL(q‖posterior) by its own integral.
  ///
  /// Not the gap at the rounded φ*, which differs in the first digits where φ* ≈ 10⁸.
  public let minimumGap: Estimate

  /// How many evaluations of integrands the minimum gap took.
  public let evaluations: Int

  /// Whether the gap is positive for every φ: yes where the lower end of the least one's bound is above 0.
  public var positivity: Verdict {
    if minimumGap.lowerBound > 0 { return .yes }
    return .cannotTell(
      reason: isTooSmall
        ? "the least gap, at the best φ, is below 2.3e-308: too small for a double to show"
        : "the gap was not shown to be positive: at the best φ it is \(minimumGap.rounded)")
  }

  /// Whether the least gap is too small for a double: positive by the KL inequality, since no
  /// exponential equals the posterior, and not shown by a number.
  public var isTooSmall: Bool { minimumGap.value <= .leastNormalMagnitude }
}

extension Exercise {
  /// The best φ, in closed form, and the least gap.
  public func optimum(workspace: inout Workspace) throws(InferenceError) -> BestExponential {
    let family = try closedForm.bestFamily()
    let divergence = try engine.divergenceAtBest(family, workspace: &workspace)
    return BestExponential(
      family: family, rate: closedForm.bestRate(family),
      minimumGap: divergence.estimate.flooredAtTheSmallestNormal,
      evaluations: divergence.evaluations)
  }
}

extension Posterior {
  /// The closed forms, where the model is the exercise sheet's.
  public var closedForm: ExerciseClosedForm? {
    guard model.isExerciseModel, let prior = model.prior as? Exponential,
      let x = model.observations.first?.value
    else { return nil }
    return ExerciseClosedForm(prior: prior, observation: x)
  }
}
