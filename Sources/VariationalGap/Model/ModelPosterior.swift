// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The posterior p(z | x) of a ``FormulaModel``, with its normaliser log p(x).
///
/// All of the mass is found by interval arithmetic and integrated in 31-digit coordinates: see
/// docs/numerics.md.
public struct ModelPosterior: Sendable {
  /// The model.
  public let model: FormulaModel

  private let engine: FormulaPosterior

  /// Computes log p(x).
  ///
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where the joint
  ///   density cannot be normalised, ``InferenceError/model(_:)`` where an argument of the likelihood
  ///   leaves its domain on the support of the prior.
  init(_ model: FormulaModel, workspace: inout Workspace) throws(InferenceError) {
    try model.checkDomains()
    self.model = model
    engine = try FormulaPosterior(
      logJoint: model.logJoint, support: model.support, workspace: &workspace)
  }

  /// log p(x) = log ∫ p(x, z) dz, by two routines.
  public var logEvidence: Estimate { engine.logEvidence.estimate }

  /// How many evaluations of the integrand log p(x) took.
  public var evaluations: Int { engine.logEvidence.evaluations }

  /// Whether all of the mass was shown to be covered, and both routines agreed.
  public var isVerified: Bool { engine.isVerified }

  /// Where the posterior may have mass.
  public var support: Interval { model.support }

  /// log p(z | x); −∞ outside the support.
  public func logDensity(_ z: Double) -> Double {
    guard support.contains(z) else { return z.isNaN ? .nan : -.infinity }
    return (model.logJoint(DoubleDouble(z)) - DoubleDouble(logEvidence.value)).head
  }

  /// p(z | x); 0 outside the support.
  public func density(_ z: Double) -> Double { exponential(logDensity(z)) }

  /// The local maxima of p(z | x) that hold mass, from left to right; an end of the support that the
  /// density rises towards is one.
  public var modes: [Double] { engine.modes }

  /// E[z | x]; `nil` where it does not exist.
  ///
  /// - Throws: ``InferenceError`` if an integral fails.
  public func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try engine.mean(workspace: &workspace)
  }

  /// Var[z | x]; `nil` where it is infinite.
  ///
  /// - Throws: ``InferenceError`` if an integral fails.
  public func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try engine.variance(workspace: &workspace)
  }

  /// P(z ≤ value | x).
  ///
  /// - Throws: ``InferenceError`` if an integral fails.
  public func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    guard !value.isNaN else { throw .invalidObservation(value) }
    if value <= support.lower { return Estimate(0, error: 0) }
    if value >= support.upper { return Estimate(1, error: 0) }
    return try engine.cumulativeProbability(value, workspace: &workspace)
  }

  /// The z with P(z′ ≤ z | x) = p; the bound is wide where next to no mass lies around it, as between
  /// two modes.
  ///
  /// - Parameters:
  ///   - p: the probability, strictly between 0 and 1.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError`` for any other p, or if an integral fails.
  public func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    guard p > 0, p < 1 else {
      throw .noEvidence(reason: "a quantile needs a probability between 0 and 1, got \(p)")
    }
    return try engine.quantile(p, workspace: &workspace)
  }

  /// Compares q with the posterior: ELBO, KL(q‖posterior) and the gap, each by its own integral.
  ///
  /// - Parameters:
  ///   - family: q, with its support inside the model's.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where the KL is
  ///   infinite by theorem.
  public func gap(
    of family: any Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    try engine.gap(of: family, workspace: &workspace)
  }
}

extension FormulaModel {
  /// The posterior: computes log p(x).
  ///
  /// - Throws: ``InferenceError``.
  public func posterior(workspace: inout Workspace) throws(InferenceError) -> ModelPosterior {
    try ModelPosterior(self, workspace: &workspace)
  }

  /// Refuses a likelihood with an argument outside its parameter's domain where the prior has mass.
  fileprivate func checkDomains() throws(InferenceError) {
    guard let prior, let likelihood else { return }
    for p in [1e-9, 1e-6, 1e-3, 0.05, 0.25, 0.5, 0.75, 0.95, 1 - 1e-3, 1 - 1e-6, 1 - 1e-9] {
      let z = prior.quantile(p)
      guard let violation = likelihood.violations(at: z).first, support.contains(z) else {
        continue
      }
      // Far out a positive argument may underflow or overflow, as exp(z) does.
      let isRounded = violation.value == 0 || violation.value.isInfinite
      if !isRounded || (0.01...0.99).contains(p) {
        throw .model(.violation(violation, z: z))
      }
    }
  }
}
