// SPDX-License-Identifier: GPL-3.0-or-later

/// A bound on log p(x) that inference libraries estimate, by its exact value.
///
/// With w = p(x, z)/q(z) and z ~ q; docs/bounds.md has definitions and sources.
public struct EvidenceBound: Sendable, Hashable {
  /// Which bound.
  public enum Kind: Sendable, Hashable {
    /// E_q[log w].
    case elbo
    /// E log((w₁ + … + w_K)/K), of K draws.
    case importance(samples: Int)
    /// log(E_q[w^(1 − α)])/(1 − α); the ELBO for α = 1, log p(x) for α = 0.
    case renyi(order: Double)
    /// E log((w₁^(1 − α) + … + w_K^(1 − α))/K)/(1 − α): what an estimate of Rényi's bound by K draws is on
    /// the average.
    case sampledRenyi(order: Double, samples: Int)
    /// log(E_q[wⁿ])/n.
    case cubo(order: Double)
    /// E[log w] under the posterior.
    case eubo
    /// The left sum of the thermodynamic integral with equidistant steps.
    case thermodynamicLower(steps: Int)
    /// The right sum.
    case thermodynamicUpper(steps: Int)
    /// The thermodynamic integral itself, ∫₀¹ E_β[log w] dβ with E_β of q^(1 − β) p(x, z)^β, by quadrature in β: log p(x).
    case thermodynamicIntegral
    /// log p(x), for comparison.
    case evidence
  }

  /// On which side of log p(x) a bound lies.
  public enum Side: String, Sendable, Hashable {
    /// At most log p(x).
    case lower
    /// At least log p(x).
    case upper
    /// log p(x) itself.
    case exact
    /// Neither: an estimate of Rényi's bound by few draws may lie on either.
    case either
  }

  /// Which bound.
  public let kind: Kind
  /// Its value; infinite where a theorem says so.
  public let value: Quantity
  /// On which side of log p(x) it lies.
  public let side: Side
  /// What is known of its error.
  public let errorKind: ErrorKind
  /// Whether it has no value since its computation took longer than it may.
  public let isTimedOut: Bool

  init(
    kind: Kind, value: Quantity, side: Side, errorKind: ErrorKind, isTimedOut: Bool = false
  ) {
    (self.kind, self.value, self.side) = (kind, value, side)
    (self.errorKind, self.isTimedOut) = (errorKind, isTimedOut)
  }

  /// What the bound is called in every format, as in `iwae_10`.
  public var name: String { kind.name }
}

extension EvidenceBound.Kind {
  /// What such a bound is called in every format, as in `iwae_10`.
  public var name: String {
    switch self {
    case .elbo: "elbo"
    case .importance(let count): "iwae_\(count)"
    case .renyi(let order): "vr_\(order.orderText)"
    case .sampledRenyi(let order, let count): "vr_\(order.orderText)_\(count)"
    case .cubo(let order): "cubo_\(order.orderText)"
    case .eubo: "eubo"
    case .thermodynamicLower(let steps): "tvo_lower_\(steps)"
    case .thermodynamicUpper(let steps): "tvo_upper_\(steps)"
    case .thermodynamicIntegral: "tvo_integral"
    case .evidence: "log_evidence"
    }
  }

  /// The bound of a name, as ``name`` has it; `nil` of what is none. Counts and orders need not make sense.
  public init?(name: String) {
    if let plain = [Self.elbo, .eubo, .evidence, .thermodynamicIntegral].first(where: {
      $0.name == name
    }) {
      self = plain
      return
    }
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    switch (parts.dropLast().joined(separator: "_"), parts.last.flatMap { Int($0) }) {
    case ("iwae", let count?): self = .importance(samples: count)
    case ("tvo_lower", let steps?): self = .thermodynamicLower(steps: steps)
    case ("tvo_upper", let steps?): self = .thermodynamicUpper(steps: steps)
    default:
      switch (parts.first, parts.dropFirst().first.flatMap { Double($0) }, parts.count) {
      case ("vr", let order?, 2): self = .renyi(order: order)
      case ("cubo", let order?, 2): self = .cubo(order: order)
      case ("vr", let order?, 3):
        guard let count = Int(parts[2]) else { return nil }
        self = .sampledRenyi(order: order, samples: count)
      default: return nil
      }
    }
  }
}
