// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// All numbers at one point (θ, x, φ) of the exercise sheet's model: what every format shows.
public struct ExerciseRecord: Sendable, Hashable {
  /// The rate of the prior.
  public var theta: Double
  /// The observation.
  public var x: Double
  /// The rate of q.
  public var phi: Double
  /// log p(x).
  public var logEvidence: Estimate
  /// The ELBO, by quadrature.
  public var elbo: Estimate
  /// log p(x) − ELBO, by subtraction.
  public var gap: Estimate
  /// KL(q‖posterior), by its own integral.
  public var divergence: Estimate
  /// ∂ELBO/∂θ, in closed form.
  public var elboGradientTheta: Estimate
  /// ∂ELBO/∂φ, in closed form.
  public var elboGradientPhi: Estimate
  /// How the computation ended.
  public var status: Status
  /// Whether log p(x) = ELBO + KL within the bounds.
  public var identityHolds: Bool
  /// How many evaluations of integrands log p(x), ELBO and KL took.
  public var evaluations: Int
  /// Why the status is not ok, in words; `nil` where it is.
  public var reason: String?
}

/// The exercise sheet's model at (θ, x): what does not depend on φ, computed once.
public struct Exercise: Sendable {
  /// p(z | x), with log p(x).
  public let posterior: Posterior<Exponential, NormalLikelihood>

  /// The closed forms.
  public let closedForm: ExerciseClosedForm

  /// Computes log p(x) for z ~ Exp(θ), x | z ~ N(z, 1).
  ///
  /// - Parameters:
  ///   - theta: θ, the rate of the prior, positive and finite.
  ///   - x: the observation, finite.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``; ``InferenceError/overflow(quantity:)`` where x² is too large.
  public init(theta: Double, x: Double, workspace: inout Workspace) throws(InferenceError) {
    let prior = try Exercise.exponential(rate: theta)
    let model = LatentVariableModel(prior: prior, likelihood: NormalLikelihood.unit)
    posterior = try model.posterior(given: x, workspace: &workspace)
    closedForm = ExerciseClosedForm(prior: prior, observation: x)
  }

  private static func exponential(rate: Double) throws(InferenceError) -> Exponential {
    do {
      return try Exponential(rate: rate)
    } catch {
      throw .distribution(error)
    }
  }

  /// log p(x), ELBO and KL(Exp(φ)‖posterior), without the rest of the record.
  ///
  /// - Parameters:
  ///   - phi: φ, the rate of q, positive and finite.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``, where ELBO or KL do not fit in a double.
  public func gap(phi: Double, workspace: inout Workspace) throws(InferenceError) -> Gap {
    try posterior.gap(of: Exercise.exponential(rate: phi), workspace: &workspace)
  }

  /// All numbers at φ.
  ///
  /// - Parameters:
  ///   - phi: φ, the rate of q, positive and finite.
  ///   - tolerance: the relative error bound above which the status is ``Status/roundoff``.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``, where ELBO or KL do not fit in a double.
  public func record(
    phi: Double, tolerance: Double = 1e-10, workspace: inout Workspace
  ) throws(InferenceError) -> ExerciseRecord {
    let family = try Exercise.exponential(rate: phi)
    let gap = try posterior.gap(of: family, workspace: &workspace)
    let gradient = (
      theta: closedForm.elboGradientTheta(family), phi: closedForm.elboGradientPhi(family)
    )
    let isFinite = gradient.theta.value.isFinite && gradient.phi.value.isFinite
    let status = isFinite ? gap.status(tolerance: tolerance) : .overflow
    return ExerciseRecord(
      theta: posterior.model.prior.rate, x: posterior.observation, phi: phi,
      logEvidence: gap.logEvidence, elbo: gap.elbo, gap: gap.difference,
      divergence: gap.divergence, elboGradientTheta: gradient.theta,
      elboGradientPhi: gradient.phi,
      status: status, identityHolds: gap.identityHolds, evaluations: gap.evaluations,
      reason: status.reason)
  }

  /// The best φ and the least gap.
  public func optimum(workspace: inout Workspace) throws(InferenceError) -> Optimum {
    try posterior.bestExponential(workspace: &workspace)
  }
}

extension Status {
  /// The status of a result that has all its numbers, in words; `nil` where it is ok.
  public var reason: String? {
    switch self {
    case .ok: nil
    case .roundoff: "an error bound is wider than the tolerance"
    case .overflow: "a derivative of the ELBO is too large for a double"
    case .underflow: "KL(q‖posterior) is positive, and too small for a double"
    case .unverified: "not all of the mass was shown to be covered"
    case .infinite, .notConverged, .invalid: rawValue
    }
  }
}
