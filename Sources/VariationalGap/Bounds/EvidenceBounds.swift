// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// Bounds on log p(x) from below and from above, each with its error, and the order that they have to have.
public struct EvidenceBounds: Sendable {
  /// The bounds, from the lowest.
  public let bounds: [EvidenceBound]

  /// log p(x).
  public let logEvidence: Estimate

  /// log p(x, z ∈ supp q), which E_q[w] is, where q misses mass of the posterior; `nil` where it does not.
  public let reachedLogEvidence: Quantity?

  /// Whether no two bounds are in the wrong order by more than their errors: lower ones below log p(x) (upper
  /// ones above log p(x, z ∈ supp q)), IWAE ascending with K, Rényi descending with α, CUBO ascending with n,
  /// the sums of TVO towards log p(x), which the thermodynamic integral is.
  public let order: Verdict

  /// How many values of integrands log p(x), ELBO and the means over several draws took.
  public let evaluations: Int
}

extension Posterior {
  /// Exact values of bounds on log p(x).
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - kinds: which bounds.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError`` where q does not integrate to 1, or a bound has an argument that it cannot
  ///   have: at least 1 draw, at least 1 step, a positive order of CUBO, a finite order of Rényi's.
  public func evidenceBounds(
    of family: any Distribution, _ kinds: [EvidenceBound.Kind], workspace: inout Workspace
  ) throws(InferenceError) -> EvidenceBounds {
    for kind in kinds { try kind.check() }
    var computation = try BoundComputation(self, family, workspace: &workspace)
    try TimeLimit.check()
    var bounds: [EvidenceBound] = []
    for kind in kinds where !bounds.contains(where: { $0.kind == kind }) {
      bounds.append(computation.bound(kind, workspace: &workspace).inTime)
    }
    var reached: Quantity?
    if computation.isMissing, !TimeLimit.isOver {
      reached = TimeLimit.inTime(computation.reached(workspace: &workspace))
    }
    return EvidenceBounds(
      bounds: bounds.enumerated().sorted {
        ($0.element.value.value, $0.offset) < ($1.element.value.value, $1.offset)
      }.map(\.element),
      logEvidence: logEvidence, reachedLogEvidence: reached,
      order: EvidenceBound.order(bounds, logEvidence, reached: reached),
      evaluations: computation.evaluations)
  }
}

extension EvidenceBound {
  /// Without its value, where the time is over: it may be unfinished. Those that are known from the start are not.
  fileprivate var inTime: EvidenceBound {
    guard let limit = TimeLimit.exceeded, kind != .evidence, kind != .elbo else { return self }
    let error = InferenceError.timeLimit(seconds: limit.seconds)
    return EvidenceBound(
      kind: kind, value: .undefined(reason: "\(error)"), side: side, errorKind: .unverified,
      isTimedOut: true)
  }
}

extension EvidenceBound.Kind {
  fileprivate func check() throws(InferenceError) {
    func atLeast1(
      _ name: String, _ count: Int, upTo most: Int = 1_000_000_000
    ) throws(InferenceError) {
      guard (1...most).contains(count) else {
        throw .argument(name, value: "\(count)", requirement: "from 1 to \(most)")
      }
    }
    switch self {
    case .elbo, .eubo, .evidence, .thermodynamicIntegral: break
    case .importance(let count): try atLeast1("the number of draws", count)
    case .renyi(let order):
      guard order.isFinite else {
        throw .argument("the order α", value: "\(order)", requirement: "a finite number")
      }
    case .sampledRenyi(let order, let count):
      try EvidenceBound.Kind.renyi(order: order).check()
      try atLeast1("the number of draws", count)
    case .cubo(let order):
      guard order > 0, order.isFinite else {
        throw .argument("the order n", value: "\(order)", requirement: "a positive number")
      }
    case .thermodynamicLower(let steps), .thermodynamicUpper(let steps):
      try atLeast1("the number of steps", steps, upTo: 1000)
    }
  }
}

extension EvidenceBound {
  /// Whether bounds are in the order in which they have to be.
  fileprivate static func order(
    _ bounds: [EvidenceBound], _ logEvidence: Estimate, reached: Quantity?
  ) -> Verdict {
    var pairs: [(lower: (String, Quantity), upper: (String, Quantity))] = []
    let whole = ("log p(x)", Quantity.finite(logEvidence))
    let inside = reached.map { ("log p(x, z in supp q)", $0) } ?? whole
    for bound in bounds {
      let own = (bound.name, bound.value)
      switch bound.side {
      case .lower: pairs.append((own, inside))
      case .upper: pairs.append((bound.kind == .eubo ? whole : inside, own))
      case .exact where bound.kind == .thermodynamicIntegral:
        pairs += [(own, inside), (inside, own)]
      case .exact, .either: break
      }
    }
    // Of a kind one after the other.
    for first in bounds {
      for second in bounds {
        let isBelow =
          switch (first.kind, second.kind) {
          case (.elbo, .importance), (.importance, .eubo): true
          case (.importance(let a), .importance(let b)): a < b
          case (.renyi(let a), .renyi(let b)): a > b
          case (.cubo(let a), .cubo(let b)): a < b
          case (.elbo, .thermodynamicLower), (.thermodynamicUpper, .eubo): true
          case (.thermodynamicLower(let a), .thermodynamicLower(let b)):
            b > a && b.isMultiple(of: a)
          case (.thermodynamicUpper(let a), .thermodynamicUpper(let b)):
            a > b && a.isMultiple(of: b)
          default: false
          }
        if isBelow { pairs.append(((first.name, first.value), (second.name, second.value))) }
      }
    }
    for (low, high) in pairs where low.1.lowerBound > high.1.upperBound { return .no }
    return .yes
  }
}
