// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// E_q[log q(z) − log p(z)] as an integral over the coordinates of independent noise.
struct JointIntegral {
  private let axes: [JointAxis]
  private let magnitude: Double
  private let tail: Double
  /// A bound on what the rounding of the log densities changes.
  let rounding: Double
  /// What nested quadrature is expected to cost.
  let nestedEvaluations: Double

  init(
    _ pairs: [FactorizedDivergence.Pair], correlation: FactorizedDivergence.Correlation?,
    workspace: inout Workspace
  ) throws(InferenceError) {
    // The correlated pair comes first: each of its axes sees the noise of the one before.
    let first = correlation?.dimensions ?? []
    var axes: [JointAxis] = []
    for index in first + pairs.indices.filter({ !first.contains($0) }) {
      let pair = pairs[index]
      if let correlation, axes.count < 2, let normal = pair.q as? Normal {
        axes.append(
          try .normal(
            normal, pair.p, correlation: axes.isEmpty ? 0 : correlation.coefficient))
      } else {
        axes.append(try .independent(pair.q, pair.p))
      }
    }
    var scales: [JointAxis.Scale] = []
    for (index, axis) in axes.enumerated() {
      scales.append(
        try axis.scale(isConditional: correlation != nil && index == 1, workspace: &workspace))
    }
    let magnitude = scales.map(\.magnitude).reduce(0, +)
    self.axes = axes
    self.magnitude = magnitude
    // Outside the box some coordinate is outside its window: its own share there, and its mass
    // times the shares of the others.
    tail = zip(axes, scales).map { $1.tail + $0.tailMass * magnitude }.reduce(0, +)
    // The joint density is exp of a sum of as many terms as there are coordinates.
    rounding =
      axes.map(\.rounding).reduce(0, +) + 16 * .ulpOfOne * Double(axes.count) * magnitude
    nestedEvaluations = scales.map { Double($0.evaluations) }.reduce(1, *)
  }

  /// By nested quadrature; the error is a bound.
  func nested() throws(InferenceError) -> Computed {
    let levels: NestedQuadrature?
    do throws(QuadratureError) {
      levels = try NestedQuadrature(axes[...], magnitude: magnitude, rounding: rounding)
    } catch {
      throw .quadrature(quantity: "memory for integrals", error)
    }
    guard let levels else { return Computed(estimate: Estimate(0, error: 0), evaluations: 0) }
    var computed = try levels()
    computed.estimate.error += tail + rounding
    return computed
  }

  /// By VEGAS: E_q[f(z)] = ∫ f(z(u)) du over the unit cube.
  func vegas(calls: Int, seed: UInt64) throws(InferenceError) -> MonteCarloEstimate {
    let axes = axes
    let count = axes.count
    do throws(QuadratureError) {
      return try MonteCarlo(.vegas, calls: calls, seed: seed).integrate(
        from: [Double](repeating: 0, count: count), to: [Double](repeating: 1, count: count)
      ) { (point: Span<Double>) -> Double in
        var ratio = 0.0
        var previous = 0.0
        for index in 0..<count {
          // The generator never draws an end, but the grid of VEGAS may round to one.
          let u = min(max(point[index], .leastNormalMagnitude), 1 - 0x1p-53)
          let noise = axes[index].quantile(u)
          ratio += axes[index].logRatio(noise, previous)
          previous = noise
        }
        return ratio
      }
    } catch {
      throw .quadrature(quantity: "the KL of the joint distributions", error)
    }
  }
}
