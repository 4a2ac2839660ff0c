// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// One coordinate of a ``ProductRule``: Gauss rules whose weight function is q, and log q − log p at their
/// nodes.
struct ProductAxis: Sendable {
  /// A rule with positive weights that add up to the mass of q.
  struct Rule: Sendable {
    var weights: [Double] = []
    /// log q − log p at the nodes.
    var shares: [Double] = []
    /// How far E_q[log q − log p] by this rule is off.
    var error = Double.infinity

    /// That expectation.
    var sum: Double { zip(weights, shares).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// By the number of nodes; each has a smaller error than the one before.
  private(set) var rules: [Rule] = []
  /// E_q[log q − log p] on this axis alone, by an integral whose error is proven.
  let mean: Estimate
  /// E_q|log q − log p|.
  let magnitude: Double

  /// As many nodes a rule may have.
  private static let mostNodes = 4000

  init(
    _ q: some Distribution, _ p: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) {
    let (own, other) = (
      try q.logMass(workspace: &workspace), try p.logMass(workspace: &workspace)
    )
    let logDensity = q.formula - .number(own.value)
    let expectation = try Expectation(
      of: logDensity, weight: logDensity - p.formula + .number(other.value), on: q.support,
      known: 0, quantity: "E_q[log q(z) − log p(z)]", workspace: &workspace)
    magnitude = expectation.magnitude
    mean = Estimate(
      expectation.value.value,
      error: expectation.value.error + 2 * own.error * (1 + magnitude) + other.error)
    for scale in AxisPiece.Scale.allCases {
      addRules(AxisPiece.pieces(of: expectation.cover, in: scale))
    }
    rules.sort { ($0.weights.count, $0.error) < ($1.weights.count, $1.error) }
    var least = Double.infinity
    rules.removeAll { rule in
      defer { least = min(least, rule.error) }
      return !(rule.error < least)
    }
  }

  /// Rules made of one for each piece, with more nodes where the error is largest.
  private mutating func addRules(_ pieces: [AxisPiece]) {
    let sufficient = 0.5 * .ulpOfOne * magnitude
    var pieces = pieces
    while !pieces.isEmpty {
      var rule = Rule()
      for piece in pieces {
        rule.weights += piece.rule.weights
        rule.shares += piece.rule.shares
      }
      guard rule.weights.count <= ProductAxis.mostNodes else { return }
      // Whatever the nodes are, this is a bound.
      rule.error = abs(rule.sum - mean.value) + mean.error
      if rule.error.isFinite { rules.append(rule) }
      guard
        let worst = pieces.indices.max(by: { pieces[$0].rule.error < pieces[$1].rule.error }),
        pieces[worst].rule.error > sufficient, let finer = pieces[worst].finer
      else { return }
      pieces.replaceSubrange(worst...worst, with: finer)
    }
  }
}
