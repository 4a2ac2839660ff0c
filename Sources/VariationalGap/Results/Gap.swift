// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// The distance between log p(x) and its lower bound, got in two ways.
///
/// ```text
/// log p(x) = ELBO(q) + KL(q‖posterior)
/// ```
///
/// Where KL(q‖posterior) is infinite, by theorem, the ELBO is −∞.
public struct Gap: Sendable, Hashable {
  /// log p(x).
  public let logEvidence: Estimate

  /// E_q[log p(x, z) − log q(z)].
  public let elbo: Quantity

  /// KL(q‖posterior), by an integral of its own whose integrand is never negative. Where the exact
  /// value is too small for a double it is reported as 2.2e-308 ± 2.2e-308.
  public let divergence: Quantity

  /// log p(x) − ELBO, by subtraction.
  public let difference: Quantity

  /// How many evaluations of integrands the three took.
  public let evaluations: Int

  /// Whether an integral ended with round-off.
  let hasRoundoff: Bool

  /// Whether q equals the posterior, up to the rounding of its parameters to doubles: the gap is 0.
  public let isTight: Bool

  /// What the bounds rest on.
  public let errorKind: ErrorKind

  init(
    logEvidence: Computed, elbo: Computed, divergence: Computed, errorKind: ErrorKind,
    isTight: Bool = false
  ) {
    self.isTight = isTight
    self.errorKind = errorKind
    self.logEvidence = logEvidence.estimate
    self.elbo = .finite(elbo.estimate)
    self.divergence = .finite(
      isTight
        ? divergence.estimate.downToZero : divergence.estimate.flooredAtTheSmallestNormal)
    difference = .finite(logEvidence.estimate - elbo.estimate)
    evaluations = logEvidence.evaluations + elbo.evaluations + divergence.evaluations
    hasRoundoff = logEvidence.hasRoundoff || elbo.hasRoundoff || divergence.hasRoundoff
  }

  /// The gap of a q whose KL is infinite by theorem, whatever covers the mass.
  init(logEvidence: Computed, infinite reason: String) {
    self.logEvidence = logEvidence.estimate
    elbo = .infinite(.minus, reason: reason)
    divergence = .infinite(.plus, reason: reason)
    difference = divergence
    evaluations = logEvidence.evaluations
    hasRoundoff = logEvidence.hasRoundoff
    isTight = false
    errorKind = .proven
  }

  /// The audit: whether log p(x) − ELBO and KL(q‖posterior), from separate integrals, are the same
  /// number. Decided where the sum of their bounds is below half of KL, or below 1e-6 nats or that
  /// share of the logarithms. Two infinities are the same.
  public var identity: Verdict {
    guard let elbo = elbo.estimate, let divergence = divergence.estimate,
      let difference = difference.estimate
    else { return .yes }
    let logarithms = max(1, abs(logEvidence.value), abs(elbo.value))
    return Verdict(
      that: difference, equals: divergence,
      decisive: max(0.5 * divergence.value, 1e-6 * logarithms))
  }

  /// Whether the gap is positive: shown by the lower end of its bound. No where q is the posterior.
  public var positivity: Verdict {
    if isTight { return .no }
    if errorKind.isVerified, divergence.lowerBound > 0 { return .yes }
    return .cannotTell(
      reason: "the gap was not shown to be positive: KL is "
        + "\(divergence.bounded.rounded)")
  }

  /// Whether the bounds are as tight as a tolerance asks, relative to the value for KL, relative to
  /// the value or absolute for the logarithms; and whether they decide the ``identity`` and the
  /// ``positivity``.
  public func status(tolerance: Double) -> Status {
    guard let elbo = elbo.estimate, let divergence = divergence.estimate else { return .infinite }
    guard errorKind.isVerified else { return .unverified }
    if !isTight, divergence.value <= .leastNormalMagnitude { return .underflow }
    let areLogarithmsTight = logEvidence.isWithin(tolerance) && elbo.isWithin(tolerance)
    if identity.flag == nil || positivity.flag == nil { return .undecided }
    return areLogarithmsTight && (isTight || divergence.error <= tolerance * abs(divergence.value))
      ? .ok : .roundoff
  }
}

extension Estimate {
  /// What is 0 but for the rounding of parameters, and what that makes of it.
  fileprivate var downToZero: Estimate { Estimate(value, error: max(value, error)) }

  /// A positive quantity below the normal range, where nothing is known but that it is positive.
  var flooredAtTheSmallestNormal: Estimate {
    guard value < .leastNormalMagnitude, error < .leastNormalMagnitude else { return self }
    return Estimate(.leastNormalMagnitude, error: .leastNormalMagnitude)
  }
}
