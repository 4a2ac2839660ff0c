// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// Divergences of two distributions, on the line or of counts, each with a bound on its error, or infinite by theorem.
///
/// docs/bounds.md has definitions and sources.
public struct Divergences: Sendable, Hashable {
  /// KL(q‖p) = E_q[log q/p], the reverse one where p is what q approximates.
  public let reverse: Quantity

  /// KL(p‖q), the forward one.
  public let forward: Quantity

  /// The sum of both.
  public let jeffreys: Quantity

  /// Rényi's divergence of q from p, log(∫ q^α p^(1−α))/(α − 1), for each order; KL(q‖p) for α = 1.
  public let renyi: [Renyi]

  /// ½ KL(q‖m) + ½ KL(p‖m), m = (q + p)/2; at most log 2.
  public let jensenShannon: Quantity

  /// 1 − ∫ √(qp) = ½ ∫ (√q − √p)²; at most 1.
  public let squaredHellinger: Quantity

  /// ½ ∫ |q − p|; at most 1.
  public let totalVariation: Quantity

  /// χ²(p‖q) = ∫ (p − q)²/q.
  public let chiSquare: Quantity

  /// χ²(q‖p).
  public let reverseChiSquare: Quantity

  /// What the bounds rest on.
  public let errorKind: ErrorKind

  /// Rényi's divergence of some order.
  public struct Renyi: Sendable, Hashable {
    /// α ≥ 0.
    public let order: Double
    /// Its value.
    public let value: Quantity
  }

  /// Divergences of q and p.
  ///
  /// - Parameters:
  ///   - q: one distribution.
  ///   - p: the other one.
  ///   - orders: orders α of Rényi's divergence, none of them negative.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError`` where one of them does not integrate to 1, for an order that is negative or not
  ///   finite, or for counts that are spread too far to be summed up.
  public init(
    of q: DistributionLaw, and p: DistributionLaw, orders: [Double] = [],
    workspace: inout Workspace
  ) throws(InferenceError) {
    for order in orders where !(order >= 0 && order.isFinite) {
      throw .argument(
        "the order α", value: "\(order)", requirement: "a number that is not negative")
    }
    func comparison(
      _ a: DistributionLaw, _ b: DistributionLaw
    ) throws(InferenceError) -> KullbackLeibler.Comparison {
      try KullbackLeibler.comparison(of: a, with: b, workspace: &workspace)
    }
    let (own, other) = (try comparison(q, p), try comparison(p, q))
    reverse = own.divergence
    forward = other.divergence.turned
    jeffreys = reverse + forward
    var kind = min(own.errorKind, other.errorKind)
    func judged(_ number: WeightMoments.Judged) throws(InferenceError) -> Quantity {
      // Where the time is over a part may be unfinished.
      try TimeLimit.check()
      kind = min(kind, number.errorKind)
      return number.value
    }
    switch (q, p) {
    case (.line(let q), .line(let p)):
      var pair = try LinePair(q, p, workspace: &workspace)
      renyi = try orders.map { order throws(InferenceError) in
        Renyi(
          order: order,
          value: order == 1
            ? own.divergence : try judged(pair.renyi(order: order, workspace: &workspace)))
      }
      jensenShannon = try judged(
        try pair.jensenShannon(divergence: reverse, workspace: &workspace))
      squaredHellinger = try judged(pair.squaredHellinger(workspace: &workspace))
      totalVariation = try judged(pair.totalVariation(workspace: &workspace))
      chiSquare = try judged(pair.pair.chiSquare(workspace: &workspace))
      reverseChiSquare = try judged(pair.turned.chiSquare(workspace: &workspace)).turned
    case (.counts(let q), .counts(let p)):
      let sums = try CountDivergenceSums(q, p, orders: orders)
      renyi = zip(orders, sums.renyi).map { order, value in
        Renyi(order: order, value: order == 1 ? own.divergence : value)
      }
      (jensenShannon, squaredHellinger) = (sums.jensenShannon, sums.squaredHellinger)
      totalVariation = sums.totalVariation
      (chiSquare, reverseChiSquare) = (sums.chiSquare, sums.reverseChiSquare)
    case (.counts, .line), (.line, .counts):
      // Each has all of its mass where the other has none.
      let infinite = Quantity.infinite(
        .plus, reason: "one has a density, the other all of its mass on counts")
      renyi = orders.map { Renyi(order: $0, value: infinite) }
      jensenShannon = .finite(Estimate(DoubleDouble(2).logarithm, error: 1e-30))
      squaredHellinger = .finite(Estimate(1, error: 0))
      totalVariation = .finite(Estimate(1, error: 0))
      (chiSquare, reverseChiSquare) = (infinite, infinite)
    }
    errorKind = kind
  }

  /// Whether the divergences are in the order in which they have to be, within their bounds: H² ≤ TV ≤ √(2H²),
  /// JS ≤ TV log 2, TV ≤ √(KL/2), KL(q‖p) ≤ log(1 + χ²(q‖p)), and Rényi's ascending with its order.
  ///
  /// Source: Tsybakov, *Introduction to Nonparametric Estimation* (2009), section 2.4; Lin (1991).
  public var order: Verdict {
    let (h, tv, js) = (squaredHellinger, totalVariation, jensenShannon)
    var pairs = [
      (h, tv), (tv, h.map { (2 * $0).squareRoot }),
      (js, tv.map { Estimate(0.6931471805599453, error: 1e-16) * $0 }),
    ]
    for (divergence, square) in [(reverse, reverseChiSquare), (forward, chiSquare)] {
      pairs.append((tv, divergence.map { (0.5 * $0).squareRoot }))
      pairs.append(
        (
          divergence,
          square.map {
            let log = logarithm(onePlus: $0.value)
            return Estimate(log, error: $0.error / (1 + max(0, $0.value - $0.error)) + log.ulp)
          }
        ))
    }
    let sorted = renyi.sorted { $0.order < $1.order }
    pairs += zip(sorted, sorted.dropFirst()).map { ($0.value, $1.value) }
    return pairs.contains { $0.0.lowerBound > $0.1.upperBound } ? .no : .yes
  }
}

extension Quantity {
  /// The same, with a reason about q and p in each other's place.
  fileprivate var turned: Quantity {
    switch self {
    case .finite: self
    case .infinite(let sign, let reason):
      .infinite(sign, reason: "with q and p in each other's place: \(reason)")
    case .undefined(let reason):
      .undefined(reason: "with q and p in each other's place: \(reason)")
    }
  }
}
