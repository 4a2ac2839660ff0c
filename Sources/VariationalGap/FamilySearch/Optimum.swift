// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The best member of a family: where KL(q‖posterior) is least.
public struct Optimum: Sendable, Hashable {
  /// φ*, rounded to a double.
  public let family: Exponential

  /// The least gap over all φ, at the exact φ*: KL(q‖posterior) by its own integral.
  ///
  /// Not the gap at the rounded φ*, which differs in the first digits where φ* ≈ 10⁸.
  public let minimumGap: Estimate

  /// How it was found, and why no other φ has a smaller gap.
  public let argument: Argument

  /// How many evaluations of integrands the minimum gap took.
  public let evaluations: Int

  /// Why the gap is positive for every φ.
  public enum Argument: String, Sendable, Hashable {
    /// The derivative of the gap has one zero and changes its sign there from − to +.
    case singleStationaryPoint
    /// The minimum was found numerically; that the gap is not negative is the KL inequality.
    case minimization
  }

  /// Whether the gap is positive for every φ: yes where the lower end of the least one's bound is above 0.
  public var positivity: Verdict {
    if minimumGap.lowerBound > 0 { return .yes }
    return .cannotTell(
      reason: isTooSmall
        ? "the least gap, at the best φ, is below 2.3e-308: too small for a double to show"
        : "the gap was not shown to be positive: at the best φ it is \(minimumGap)")
  }

  /// Whether the least gap is too small for a double: positive by the KL inequality, since no
  /// exponential equals the posterior, and not shown by a number.
  public var isTooSmall: Bool { minimumGap.value <= .leastNormalMagnitude }
}

extension Optimum {
  /// That of the exercise sheet's model: φ* in closed form, and the gap at the exact φ*.
  init(
    _ closedForm: ExerciseClosedForm, _ engine: QuadraticPosterior, workspace: inout Workspace
  ) throws(InferenceError) {
    family = try closedForm.bestFamily()
    let divergence = try engine.divergenceAtBest(family, workspace: &workspace)
    minimumGap = divergence.estimate.flooredAtTheSmallestNormal
    argument = .singleStationaryPoint
    evaluations = divergence.evaluations
  }
}

extension Posterior {
  /// The closed forms, where the model is the exercise sheet's.
  public var closedForm: ExerciseClosedForm? {
    guard model.isExerciseModel, let prior = model.prior as? Exponential,
      let x = model.observations.first
    else { return nil }
    return ExerciseClosedForm(prior: prior, observation: x)
  }

  /// The best exponential q, and the least gap.
  ///
  /// For the exercise sheet's model φ* is known in closed form, and the gap there is computed for the
  /// exact φ*. For any other, log φ is varied by Brent's method in a bracket around 1/E[z | x].
  ///
  /// - Throws: ``InferenceError``, where the support is not (0, ∞) or no minimum is found.
  public func bestExponential(workspace: inout Workspace) throws(InferenceError) -> Optimum {
    if let closedForm, let engine = engine as? QuadraticEngine {
      return try Optimum(closedForm, engine.posterior, workspace: &workspace)
    }
    return try minimizedExponential()
  }

  /// Minimises KL(Exp(φ)‖posterior) over log φ.
  private func minimizedExponential() throws(InferenceError) -> Optimum {
    guard support == .positive else {
      throw .argument(
        "the support of the posterior", value: "\(support)",
        requirement: "(0.0, inf) for an exponential q")
    }
    let objective = try ExponentialObjective(posterior: self)
    // Steps outwards, from a rate of the order of the posterior's, until the gap rises on both sides.
    var centre = -logarithm(max(abs(mode), 1e-3))
    var step = 1.0
    var (low, high) = (centre - step, centre + step)
    var value = try objective.divergence(logRate: centre)
    var atLow = try objective.divergence(logRate: low)
    var atHigh = try objective.divergence(logRate: high)
    while atLow <= value || atHigh <= value {
      guard abs(centre) < 650 else {
        throw .noBestMember(reason: "the gap falls towards φ = exp(\(centre)): there is no best φ")
      }
      step *= 1.5
      if atLow < atHigh {
        (high, atHigh, centre, value) = (centre, value, low, atLow)
        low = centre - step
        atLow = try objective.divergence(logRate: low)
      } else {
        (low, atLow, centre, value) = (centre, value, high, atHigh)
        high = centre + step
        atHigh = try objective.divergence(logRate: high)
      }
    }
    let minimum = try InferenceError.solving(for: "the best φ") {
      try Minimizer(tolerance: Tolerance(relative: 1e-7, absolute: 1e-7)).minimum(
        from: low, to: high, startingAt: centre, of: objective.divergence)
    }
    let best = try objective.gap(logRate: minimum.location)
    return Optimum(
      family: best.family, minimumGap: best.gap.divergence.bounded, argument: .minimization,
      evaluations: objective.evaluations)
  }
}

/// KL(Exp(φ)‖posterior) as a function of log φ, with a workspace of its own.
private final class ExponentialObjective {
  private let posterior: Posterior
  private var workspace: Workspace
  private(set) var evaluations = 0

  init(posterior: Posterior) throws(InferenceError) {
    self.posterior = posterior
    do {
      workspace = try Workspace()
    } catch {
      throw .quadrature(quantity: "the best φ", error)
    }
  }

  func gap(logRate: Double) throws(InferenceError) -> (family: Exponential, gap: Gap) {
    let family: Exponential
    do {
      family = try Exponential(rate: exponential(logRate))
    } catch {
      throw .distribution(error)
    }
    let gap = try posterior.engine.gap(of: family, workspace: &workspace)
    evaluations += gap.evaluations
    return (family, gap)
  }

  func divergence(logRate: Double) throws(InferenceError) -> Double {
    try gap(logRate: logRate).gap.divergence.value
  }
}
