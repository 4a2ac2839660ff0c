// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The exercise sheet's model at (θ, x): what does not depend on φ, computed once.
public struct Exercise: Sendable {
  /// p(z) = Exp(z | θ).
  public let prior: Exponential

  /// x.
  public let observation: Double

  /// The closed forms.
  public let closedForm: ExerciseClosedForm

  let engine: QuadraticPosterior

  /// Computes log p(x) for z ~ Exp(θ), x | z ~ N(z, 1).
  ///
  /// - Parameters:
  ///   - theta: θ, the rate of the prior, positive and finite.
  ///   - x: the observation, finite.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``; ``InferenceError/overflow(quantity:)`` where x² is too large.
  public init(theta: Double, x: Double, workspace: inout Workspace) throws(InferenceError) {
    prior = try Exercise.exponential(rate: theta)
    // As a function of z the likelihood is N(x, 1): x and z are interchangeable.
    guard let likelihood = (try? Normal(mean: x, standardDeviation: 1))?.exponent,
      let own = prior.exponent
    else { throw .model(.observation(.notFinite(x))) }
    observation = x
    engine = try QuadraticPosterior(
      joint: own + likelihood, support: .positive, workspace: &workspace)
    closedForm = ExerciseClosedForm(prior: prior, observation: x)
  }

  /// log p(x).
  public var logEvidence: Estimate { engine.logEvidence.estimate }

  /// The model as any other.
  public var model: Model {
    Model(
      prior: prior, likelihood: ConditionalDensity.unitNormal, observations: [.value(observation)],
      logLikelihood: Normal.family.logDensity(of: .number(observation), [.latent, 1]))
  }

  /// p(z | x), as that of any other model.
  public var posterior: Posterior {
    let model = model
    return Posterior(
      of: model, by: QuadraticEngine(posterior: engine, logJoint: model.logJoint))
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
    try gap(of: Exercise.exponential(rate: phi), workspace: &workspace)
  }

  private func gap(
    of family: Exponential, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    guard let exponent = family.exponent else {
      throw .overflow(quantity: "log q(z) at φ = \(family.rate)")
    }
    return try engine.gap(of: exponent, on: .positive, workspace: &workspace)
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
  ) throws(InferenceError) -> GapRecord {
    let family = try Exercise.exponential(rate: phi)
    let gap = try gap(of: family, workspace: &workspace)
    return GapRecord(
      gap, tolerance: tolerance,
      exercise: ExercisePoint(
        theta: prior.rate, x: observation, phi: phi,
        elboGradientTheta: closedForm.elboGradientTheta(family),
        elboGradientPhi: closedForm.elboGradientPhi(family)))
  }
}

extension ConditionalDensity {
  /// x | z ~ N(z, 1), the likelihood of the exercise sheet.
  static let unitNormal = ConditionalDensity(
    family: Normal.family, arguments: [.latent, 1], text: "normal(z, 1)")
}
