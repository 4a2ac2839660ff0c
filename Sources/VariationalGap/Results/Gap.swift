// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// The distance between log p(x) and its lower bound, got in two ways.
///
/// ```text
/// log p(x) = ELBO(q) + KL(q‖posterior)
/// ```
public struct Gap: Sendable, Hashable {
  /// log p(x).
  public let logEvidence: Estimate

  /// E_q[log p(x, z) − log q(z)].
  public let elbo: Estimate

  /// KL(q‖posterior), by an integral of its own whose integrand is never negative. Where the exact
  /// value is too small for a double it is reported as 2.2e-308 ± 2.2e-308.
  public let divergence: Estimate

  /// log p(x) − ELBO, by subtraction.
  public let difference: Estimate

  /// How many evaluations of integrands the three took.
  public let evaluations: Int

  /// Whether an integral ended with round-off.
  let hasRoundoff: Bool

  /// Whether q equals the posterior, up to the rounding of parameters to doubles: the gap is 0.
  public let isTight: Bool

  /// Whether all of the mass was shown to be covered.
  public let isVerified: Bool

  init(
    logEvidence: Computed, elbo: Computed, divergence: Computed, isVerified: Bool = true,
    isTight: Bool = false
  ) {
    self.isTight = isTight
    self.isVerified = isVerified
    self.logEvidence = logEvidence.estimate
    self.elbo = elbo.estimate
    self.divergence =
      isTight ? divergence.estimate : divergence.estimate.flooredAtTheSmallestNormal
    difference = logEvidence.estimate - elbo.estimate
    evaluations = logEvidence.evaluations + elbo.evaluations + divergence.evaluations
    hasRoundoff = logEvidence.hasRoundoff || elbo.hasRoundoff || divergence.hasRoundoff
  }

  /// The audit: log p(x) − ELBO and KL(q‖posterior), from separate integrals, agree within the sum
  /// of their bounds.
  public var identityHolds: Bool { difference.agrees(with: divergence) }

  /// Whether the bounds are as tight as a tolerance asks: relative to the value for KL, relative to
  /// the value or absolute for the logarithms.
  public func status(tolerance: Double) -> Status {
    guard isVerified else { return .unverified }
    if !isTight, divergence.value <= .leastNormalMagnitude { return .underflow }
    let logarithms = [logEvidence, elbo].allSatisfy {
      $0.error <= tolerance * max(1, abs($0.value))
    }
    return logarithms && (isTight || divergence.error <= tolerance * abs(divergence.value))
      ? .ok : .roundoff
  }
}

extension Estimate {
  /// A positive quantity below the normal range, where nothing is known but that it is positive.
  var flooredAtTheSmallestNormal: Estimate {
    guard value < .leastNormalMagnitude, error < .leastNormalMagnitude else { return self }
    return Estimate(.leastNormalMagnitude, error: .leastNormalMagnitude)
  }
}
