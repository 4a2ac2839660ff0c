// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// A point (θ, x, φ) of the exercise sheet's model, and the gradient of the ELBO there.
public struct ExercisePoint: Sendable, Hashable {
  /// The rate of the prior.
  public let theta: Double
  /// The observation.
  public let x: Double
  /// The rate of q.
  public let phi: Double
  /// ∂ELBO/∂θ, in closed form.
  public let elboGradientTheta: Estimate
  /// ∂ELBO/∂φ, in closed form.
  public let elboGradientPhi: Estimate

  /// A point of which no gradient is known: NaN.
  ///
  /// - Parameters:
  ///   - theta: the rate θ of the prior.
  ///   - x: the observation.
  ///   - phi: the rate φ of q.
  public init(theta: Double, x: Double, phi: Double) {
    self.init(
      theta: theta, x: x, phi: phi, elboGradientTheta: .missing, elboGradientPhi: .missing)
  }

  init(
    theta: Double, x: Double, phi: Double, elboGradientTheta: Estimate, elboGradientPhi: Estimate
  ) {
    (self.theta, self.x, self.phi) = (theta, x, phi)
    self.elboGradientTheta = elboGradientTheta
    self.elboGradientPhi = elboGradientPhi
  }

  /// Whether both derivatives fit in a double.
  var isFinite: Bool { elboGradientTheta.value.isFinite && elboGradientPhi.value.isFinite }
}
