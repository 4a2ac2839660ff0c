// SPDX-License-Identifier: GPL-3.0-or-later

public import Quadrature

/// What a density integrates to, by the code that the evidence is computed with: 1, unless the code or the
/// density is wrong.
///
/// The identity log p(x) = ELBO + KL does not see a wrong log p(x), which KL inherits. The mass of a proper
/// prior, and of q, does.
public struct MassAudit: Sendable, Hashable {
  /// The integral of the density over its support.
  public let mass: Estimate

  /// What the bound of it rests on.
  public let errorKind: ErrorKind

  /// Whether the mass is 1 within its bound, which decides that up to 1e-6.
  public var verdict: Verdict {
    errorKind.isVerified
      ? Verdict(that: mass, equals: Estimate(1, error: 8 * .ulpOfOne), decisive: 1e-6)
      : .cannotTell(reason: "not all of the mass was shown to be covered")
  }
}
