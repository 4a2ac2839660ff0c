// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
public import Quadrature

extension Posterior {
  /// log p(x* | x) = log ∫ p(x* | z) p(z | x) dz, the log predictive density of a new observation.
  ///
  /// As log p(x*, x) − log p(x), both in 31 digits: the error is that of two integrals, and not the
  /// rounding of evidences, however many observations there are.
  ///
  /// - Parameters:
  ///   - observation: x*, finite and possible under the likelihood.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError/model(_:)`` for any other observation, or a model without a likelihood;
  ///   another ``InferenceError`` if an integral fails.
  public func logPredictiveDensity(
    of observation: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let posterior = try model.observing([.value(observation)]).posterior(workspace: &workspace)
    return posterior.engine.sharpLogEvidence - engine.sharpLogEvidence
  }
}
