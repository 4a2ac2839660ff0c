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
  /// Not all of the mass was shown to be covered, or two routines disagree; the bound says by how much.
  case unverified
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
    case general(FormulaPosterior)
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
        try FormulaPosterior(
          logJoint: model.formula(given: x), support: model.prior.support, workspace: &workspace))
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

  /// The local maxima of p(z | x) that hold mass, from left to right; an end of the support that the
  /// density rises towards is one.
  public var modes: [Double] {
    switch engine {
    case .quadratic(let posterior): [posterior.form.centre.head]
    case .general(let posterior): posterior.modes
    }
  }

  /// Whether all of the mass of the posterior was shown to be covered, and two routines agreed.
  public var isVerified: Bool {
    switch engine {
    case .quadratic: true
    case .general(let posterior): posterior.isVerified
    }
  }

  /// Where p(z | x) is largest.
  public var mode: Double {
    switch engine {
    case .quadratic(let posterior): posterior.form.centre.head
    case .general(let posterior): posterior.mode
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
      let general = try FormulaPosterior(
        logJoint: model.formula(given: observation), support: support, workspace: &workspace)
      return try general.gap(of: family, workspace: &workspace)
    case .general(let posterior):
      return try posterior.gap(of: family, workspace: &workspace)
    }
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
