// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// A model with one latent and one observation: z ~ prior, x | z ~ likelihood.
///
/// The exercise sheet's model is
///
/// ```swift
/// let model = LatentVariableModel(prior: try Exponential(rate: 1), likelihood: NormalLikelihood.unit)
/// ```
public struct LatentVariableModel<Prior: Distribution, Observation: Likelihood>: Sendable {
  /// p(z).
  public let prior: Prior

  /// p(x | z).
  public let likelihood: Observation

  /// Makes a model.
  public init(prior: Prior, likelihood: Observation) {
    self.prior = prior
    self.likelihood = likelihood
  }

  /// log p(x, z); −∞ outside the support of the prior.
  public func logJoint(_ z: Double, given x: Double) -> Double {
    let logPrior = prior.logDensity(z)
    return logPrior == -.infinity ? logPrior : logPrior + likelihood.logDensity(of: x, given: z)
  }

  /// log p(x, z) as a formula in z.
  func formula(given x: Double) -> Formula { prior.formula + likelihood.formula(of: x) }

  /// log p(x, z) as a function of z, where prior and likelihood are both quadratic.
  func exponent(given x: Double) -> QuadraticExponent? {
    guard let prior = prior.exponent, let likelihood = likelihood.exponent(of: x) else {
      return nil
    }
    return prior + likelihood
  }
}
