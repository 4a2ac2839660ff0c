// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// How a computation ended.
public enum Status: String, Sendable, Hashable, CaseIterable, Codable {
  /// Every bound is as tight as asked for.
  case ok
  /// A bound is wider than the tolerance asks for: rounding, or the limit of subintervals.
  case roundoff
  /// A double cannot hold a quantity; it is reported as an infinity.
  case overflow
  /// A positive quantity is too small for a double.
  case underflow
  /// A quantity is infinite by theorem.
  case infinite
  /// An integral did not converge.
  case notConverged = "not_converged"
  /// The parameters make no model.
  case invalid
}

/// The posterior p(z | x) of a ``LatentVariableModel``, with its normaliser log p(x).
public struct Posterior<Prior: Distribution, Observation: Likelihood>: Sendable {
  /// The model.
  public let model: LatentVariableModel<Prior, Observation>

  /// x.
  public let observation: Double

  /// Where the posterior has mass: the support of the prior.
  public var support: Interval { model.prior.support }

  let engine: Engine

  /// The two ways to integrate.
  enum Engine: Sendable {
    case quadratic(QuadraticPosterior)
    case general(GeneralPosterior)
  }

  init(
    model: LatentVariableModel<Prior, Observation>, observation x: Double,
    workspace: inout Workspace
  ) throws(InferenceError) {
    guard x.isFinite else { throw .invalidObservation(x) }
    self.model = model
    observation = x
    if let joint = model.exponent(given: x) {
      engine = .quadratic(
        try QuadraticPosterior(
          joint: joint, support: model.prior.support, workspace: &workspace))
    } else {
      engine = .general(
        try GeneralPosterior(
          of: model, given: x,
          landmarks: LandmarkQuantiles.of(model.prior) + model.likelihood.landmarks(of: x),
          workspace: &workspace))
    }
  }

  /// log p(x) = log ∫ p(z) p(x | z) dz, by quadrature relative to the mode of the joint density.
  public var logEvidence: Estimate { computedLogEvidence.estimate }

  /// How many evaluations of the integrand log p(x) took.
  public var evaluations: Int { computedLogEvidence.evaluations }

  var computedLogEvidence: Computed {
    switch engine {
    case .quadratic(let posterior): posterior.logEvidence
    case .general(let posterior): posterior.logEvidence
    }
  }

  /// log p(z | x); −∞ outside the support.
  public func logDensity(_ z: Double) -> Double {
    support.contains(z) ? model.logJoint(z, given: observation) - logEvidence.value : -.infinity
  }

  /// Where p(z | x) is largest.
  public var mode: Double {
    switch engine {
    case .quadratic(let posterior): posterior.form.centre.head
    case .general(let posterior): posterior.profile.mode
    }
  }

  /// Compares q with the posterior: ELBO, KL(q‖posterior) and the gap, each by its own integral.
  ///
  /// - Parameters:
  ///   - family: q, with its support inside that of the prior.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``.
  public func gap(
    of family: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    switch engine {
    case .quadratic(let posterior):
      if let exponent = family.exponent {
        let comparison = try posterior.compare(
          with: exponent, on: family.support, workspace: &workspace)
        return Gap(
          logEvidence: posterior.logEvidence, elbo: comparison.elbo,
          divergence: try posterior.divergence(of: comparison, workspace: &workspace))
      }
      let general = try GeneralPosterior(
        of: model, given: observation,
        landmarks: [posterior.form.centre.head] + LandmarkQuantiles.of(model.prior),
        workspace: &workspace)
      return try general.gap(of: family, workspace: &workspace)
    case .general(let posterior):
      return try posterior.gap(of: family, workspace: &workspace)
    }
  }
}

extension GeneralPosterior {
  /// The posterior of a model, by the values of its densities alone.
  init<Prior: Distribution, Observation: Likelihood>(
    of model: LatentVariableModel<Prior, Observation>, given x: Double, landmarks: [Double],
    workspace: inout Workspace
  ) throws(InferenceError) {
    try self.init(
      support: model.prior.support, landmarks: landmarks,
      logJoint: { model.logJoint($0, given: x) },
      magnitude: { z in
        abs(model.prior.logDensity(z)) + abs(model.likelihood.logDensity(of: x, given: z))
      }, workspace: &workspace)
  }

  func gap(
    of family: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    let comparison = try compare(with: family, workspace: &workspace)
    return Gap(
      logEvidence: logEvidence, elbo: comparison.elbo,
      divergence: try divergence(of: comparison, workspace: &workspace))
  }
}

extension LatentVariableModel {
  /// The posterior given an observation: computes log p(x).
  ///
  /// - Parameters:
  ///   - x: the observation, finite.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``.
  public func posterior(
    given x: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Posterior<Prior, Observation> {
    try Posterior(model: self, observation: x, workspace: &workspace)
  }
}
