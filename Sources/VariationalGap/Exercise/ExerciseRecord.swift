// SPDX-License-Identifier: GPL-3.0-or-later

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
  public var identity: Verdict
  /// How many evaluations of integrands log p(x), ELBO and KL took.
  public var evaluations: Int
  /// Why the status is not ok, in words; `nil` where it is.
  public var reason: String?
}
