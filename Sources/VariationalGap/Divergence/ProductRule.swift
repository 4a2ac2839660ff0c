// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// E_q[log q(z) − log p(z)] for a q that is a product, by one sum over a grid in all coordinates: the product
/// of a Gauss rule for each, whose weight function is qᵢ.
///
/// The rule of an axis is off by errors of its own: by ρᵢ in E[log qᵢ − log pᵢ] = mᵢ, and by μᵢ in the mass 1.
/// The sum over the grid is then off by
///
/// ```text
/// Σᵢ ρᵢ Πₖ(1 + μₖ) + Σᵢ |mᵢ| (Πₖ(1 + μₖ) − 1)
/// ```
///
/// at most, and by rounding. ρᵢ is how far the rule is from an integral over that axis whose error is proven.
struct ProductRule {
  private let axes: [ProductAxis]
  private var chosen: [ProductAxis.Rule]

  /// As many points may be in the grid.
  private static let budget = 4e7
  /// An error that is small enough, relative to E|log q − log p|.
  private static let sufficient = 1e-14

  /// How many points the grid has.
  var evaluations: Double { chosen.reduce(1) { $0 * Double($1.weights.count) } }

  /// - Returns: `nil` where the smallest grid has too many points.
  init?(
    _ pairs: [FactorizedDivergence.Pair], workspace: inout Workspace
  ) throws(InferenceError) {
    var axes: [ProductAxis] = []
    for pair in pairs { axes.append(try ProductAxis(pair.q, pair.p, workspace: &workspace)) }
    self.axes = axes
    var steps = axes.map { _ in 0 }
    chosen = try axes.map { axis throws(InferenceError) in
      guard let first = axis.rules.first else {
        throw .overflow(quantity: "log q(z) − log p(z)")
      }
      return first
    }
    guard evaluations <= ProductRule.budget else { return nil }
    let goal = ProductRule.sufficient * axes.reduce(0) { $0 + $1.magnitude }
    // More nodes on the axis with the largest error, as long as the grid stays small enough.
    // In their order, for that decides between equal errors: the same grid in every run.
    var open = Array(axes.indices)
    while let worst = open.max(by: { chosen[$0].error < chosen[$1].error }),
      chosen[worst].error > goal
    {
      let next = steps[worst] + 1
      guard next < axes[worst].rules.count else {
        open.removeAll { $0 == worst }
        continue
      }
      let rule = axes[worst].rules[next]
      let growth = Double(rule.weights.count) / Double(chosen[worst].weights.count)
      guard evaluations * growth <= ProductRule.budget else {
        open.removeAll { $0 == worst }
        continue
      }
      (steps[worst], chosen[worst]) = (next, rule)
    }
  }

  /// A bound on the error of the sum.
  private var error: Double {
    var (mass, errors, magnitude) = (0.0, 0.0, 0.0)
    for rule in chosen {
      mass += abs(rule.weights.reduce(0, +) - 1) + .ulpOfOne * Double(rule.weights.count)
      errors += rule.error
      magnitude += zip(rule.weights, rule.shares).reduce(0) { $0 + $1.0 * abs($1.1) }
    }
    let excess = exponentialMinusOne(mass)
    // As many additions for each axis as it has nodes, here and in the sum of its rule.
    let rounding = .ulpOfOne * chosen.reduce(0) { $0 + Double($1.weights.count + 4) }
    return (1 + excess) * (errors + rounding * magnitude)
      + excess * axes.reduce(0) { $0 + abs($1.mean.value) }
  }

  /// The sum over the grid.
  func callAsFunction() -> Estimate {
    // The longest rule is the innermost.
    let sorted = chosen.sorted { $0.weights.count < $1.weights.count }
    return Estimate(ProductRule.sum(sorted[...], ratio: 0), error: error)
  }

  /// The sum over the points of the inner axes of log q(z) − log p(z), given that of the outer ones.
  private static func sum(_ rules: ArraySlice<ProductAxis.Rule>, ratio: Double) -> Double {
    guard let rule = rules.first else { return 0 }
    var total = 0.0
    guard rules.count > 1 else {
      for index in rule.weights.indices {
        total += rule.weights[index] * (ratio + rule.shares[index])
      }
      return total
    }
    for (weight, share) in zip(rule.weights, rule.shares) {
      total += weight * sum(rules.dropFirst(), ratio: ratio + share)
    }
    return total
  }
}
