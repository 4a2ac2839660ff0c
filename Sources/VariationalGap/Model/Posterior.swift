// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The posterior p(z | x) of a ``Model``, with its normaliser log p(x).
///
/// A log joint density that is quadratic in z, however it was written, is integrated relative to its
/// mode in microseconds. Of any other all of the mass is found by interval arithmetic and integrated
/// in 31-digit coordinates: see docs/numerics.md.
public struct Posterior: Sendable {
  /// The model.
  public let model: Model

  let engine: any PosteriorEngine

  /// A posterior that is known already.
  init(of model: Model, by engine: any PosteriorEngine) {
    self.model = model
    self.engine = engine
  }

  /// log p(x) = log ∫ p(x, z) dz, by quadrature.
  public var logEvidence: Estimate { engine.logEvidence.estimate }

  /// How many evaluations of the integrand log p(x) took.
  public var evaluations: Int { engine.logEvidence.evaluations }

  /// What the bound of log p(x) rests on.
  public var errorKind: ErrorKind { engine.errorKind }

  /// Whether all of the mass was shown to be covered.
  public var isVerified: Bool { errorKind.isVerified }

  /// Where the posterior may have mass.
  public var support: Interval { model.support }

  /// The local maxima of p(z | x) that hold mass, from left to right; an end of the support that the
  /// density rises towards is one.
  public var modes: [Double] { engine.modes }

  /// Where p(z | x) is largest.
  public var mode: Double { engine.mode }

  /// log p(z | x); −∞ outside the support, NaN for NaN.
  public func logDensity(_ z: Double) -> Double {
    guard support.contains(z) else { return z.isNaN ? .nan : -.infinity }
    return engine.logDensity(DoubleDouble(z)).head
  }

  /// p(z | x); 0 outside the support.
  public func density(_ z: Double) -> Double { exponential(logDensity(z)) }

  /// E[z | x]; infinite or undefined where a tail is too heavy.
  ///
  /// - Throws: ``InferenceError`` if an integral fails.
  public func mean(workspace: inout Workspace) throws(InferenceError) -> Quantity {
    if let mean = try engine.mean(workspace: &workspace) { return .finite(mean) }
    return try limit(
      of: .latent, because: "a tail of the posterior is too heavy", workspace: &workspace)
  }

  /// Var[z | x]; infinite where a tail is too heavy, undefined where the mean is not finite.
  ///
  /// - Throws: ``InferenceError`` if an integral fails.
  public func variance(workspace: inout Workspace) throws(InferenceError) -> Quantity {
    try spread(try engine.variance(workspace: &workspace), workspace: &workspace)
  }

  /// √Var[z | x], also where the variance leaves the doubles.
  ///
  /// - Throws: ``InferenceError`` if an integral fails.
  public func standardDeviation(workspace: inout Workspace) throws(InferenceError) -> Quantity {
    try spread(try engine.standardDeviation(workspace: &workspace), workspace: &workspace)
  }

  /// A variance or its root; the reason where there is none.
  private func spread(
    _ value: Estimate?, workspace: inout Workspace
  ) throws(InferenceError) -> Quantity {
    if let value { return .finite(value) }
    guard let mean = try engine.mean(workspace: &workspace) else {
      return .undefined(reason: "the mean of the posterior is not finite")
    }
    // Of a mean that nothing is known of, the square about it is no variance.
    return mean.error < .infinity
      ? .infinite(.plus, reason: "a tail of the posterior is too heavy")
      : .undefined(reason: "the mean of the posterior was not shown to be finite")
  }

  /// P(z ≤ value | x).
  ///
  /// - Throws: ``InferenceError`` for NaN, or if an integral fails.
  public func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    guard !value.isNaN else {
      throw .argument("the end of a probability", value: "\(value)", requirement: "a number")
    }
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
      throw .argument(
        "the probability of a quantile", value: "\(p)", requirement: "strictly between 0 and 1")
    }
    return try engine.quantile(p, workspace: &workspace)
  }

  /// Compares q with the posterior: ELBO, KL(q‖posterior) and the gap, each by its own integral;
  /// infinite where a theorem says so.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``, where a number could not be had, or q does not integrate to 1.
  public func gap(
    of family: any Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Gap {
    try family.checkMass(workspace: &workspace)
    do throws(InferenceError) {
      return try engine.gap(of: family, workspace: &workspace)
    } catch .infinite(_, let reason) {
      return Gap(logEvidence: engine.logEvidence, infinite: reason)
    }
  }
}

extension Model {
  /// The posterior: computes log p(x).
  ///
  /// - Throws: ``InferenceError``; ``InferenceError/infinite(quantity:reason:)`` where the joint
  ///   density has no finite integral, ``InferenceError/model(_:)`` where an argument of the
  ///   likelihood leaves its domain on the support of the prior.
  public func posterior(workspace: inout Workspace) throws(InferenceError) -> Posterior {
    try checkDomains()
    if let exponent {
      do throws(InferenceError) {
        let posterior = try QuadraticPosterior(
          joint: exponent, support: support, workspace: &workspace)
        // A bell that is narrow beside its distance from 0 has lost its place in powers of z.
        let logEvidence = posterior.logEvidence.estimate
        if posterior.form.isReliable,
          logEvidence.error <= Accuracy.full.relativeWhereFar * max(1, abs(logEvidence.value))
        {
          return Posterior(of: self, by: QuadraticEngine(posterior: posterior, logJoint: logJoint))
        }
      } catch .noEvidence {
        // It grows without bound, or its bulk is none of a bell's: the general engine says what it is.
      }
    }
    let (mass, isVerified) =
      try prior?.audited(workspace: &workspace) ?? (Estimate(0, error: 0), true)
    let normalized = logJoint - .number(mass.value)
    if let posterior = SmoothPosterior(
      logJoint: normalized, support: support, constantError: mass.error, isAudited: isVerified)
    {
      return Posterior(of: self, by: posterior)
    }
    let posterior = try GeneralPosterior(
      logJoint: normalized, support: support, constantError: mass.error, isAudited: isVerified,
      workspace: &workspace)
    return Posterior(of: self, by: posterior)
  }

  /// What at this z is outside the domain of the likelihood.
  func violations(at z: Double) -> [ParameterViolation] {
    (likelihood?.violations(at: z) ?? []) + rows.flatMap { $0.violations(at: z) }
  }

  /// Refuses a likelihood with an argument outside its parameter's domain where the prior has mass.
  private func checkDomains() throws(InferenceError) {
    guard let prior else { return }
    if rows.isEmpty,
      (likelihood as? ConditionalDensity)?.isDefined(on: support) ?? (likelihood == nil)
    {
      return
    }
    for p in [1e-9, 1e-6, 1e-3, 0.05, 0.25, 0.5, 0.75, 0.95, 1 - 1e-3, 1 - 1e-6, 1 - 1e-9] {
      let z = prior.quantile(p)
      guard support.contains(z) else { continue }
      for violation in violations(at: z) {
        // Far out a positive argument may underflow or overflow, as exp(z) does.
        let isAtEnd = violation.value == 0 || violation.value.isInfinite
        let isInside = (0.01...0.99).contains(p)
        let isWrong =
          violation.isRounded ? isInside && !isBounded(at: z) : isInside || !isAtEnd
        if isWrong { throw .model(.violation(violation, z: z)) }
      }
    }
  }

  /// Whether doubles tell the joint density at a place: what is too small for one is as good as 0.
  private func isBounded(at z: Double) -> Bool {
    let range = logJoint.enclosure(over: Enclosure(from: z, to: z))
    return !range.isEmpty && range.upper < .infinity
      && (range.lower > -.infinity || range.upper < -1e6)
  }
}
