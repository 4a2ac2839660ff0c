// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature

/// E log((v₁ + … + v_K)/K) of K independent draws of v = wˢ under q, from the transform of v.
///
/// ```text
/// E log S = ∫₀^∞ (e^(−t) − φ(t/K)^K)/t dt,   φ(t) = E_q[exp(−t·v)],   in log t
/// ```
///
/// (Frullani's integral under the expectation.) With x = log t the integrand is analytic in the strip
/// |Im x| < π/2, where t and t·v have positive real parts; there |φ(t)| ≤ φ(Re t), and |1 − φ(t/K)^K| ≤
/// K·E[min(2, |t|v/K)]. So the error of a rule is proven for panels of length 4, whatever v is. What lies
/// outside of them is bounded by φ^(K−1)·E[E₁(t·v/K)], and by K·E[Ein(t·v/K)].
struct SampledBound {
  /// E log S, of v = wˢ/e^c: c is to be added.
  let value: Estimate
  let errorKind: ErrorKind
  let evaluations: Int

  /// Half the length of a panel in log t.
  private static let half = 2.0
  /// The half height of the ellipse about it that is used, and its semi-axes' sum, in units of that.
  private static let height = 1.4
  private static let size = height / half + ((height / half) * (height / half) + 1).squareRoot()
  /// As many panels are integrated.
  private static let mostPanels = 1000
  /// What the ends may hold.
  private static let negligible = 1e-17

  /// - Parameters:
  ///   - sums: of v.
  ///   - count: K, at least 2.
  ///   - quantity: for messages.
  /// - Throws: ``InferenceError`` where an integral fails.
  init(
    _ sums: inout RatioSums, count: Int, quantity: String, workspace: inout Workspace
  ) throws(InferenceError) {
    // The nodes that there are tell how far to go.
    let (lower, upper) = SampledBound.range(sums.rough, Double(count))
    let panels = ((upper - lower) / (2 * SampledBound.half)).rounded(.up)
    // Where the last panel ends.
    let reach = lower + 2 * SampledBound.half * panels - logarithm(Double(count))
    let sum = sums.sum(upTo: reach)
    try TimeLimit.check()
    guard sum.isProven, panels <= Double(SampledBound.mostPanels) else {
      let halved = sums.halved(upTo: reach)
      let first = try SampledBound.adaptive(
        sum, Double(count), lower, upper, quantity, &workspace)
      let second = try SampledBound.adaptive(
        halved, Double(count), lower, upper, quantity, &workspace)
      let tails = SampledBound.tails(halved, Double(count), lower, upper)
      value = Estimate(
        second.value.value,
        error: second.value.error + 2 * abs(first.value.value - second.value.value) + tails
          + Double(count) * sum.noise)
      errorKind = .estimated
      evaluations = sum.evaluations + halved.evaluations + first.evaluations + second.evaluations
      return
    }
    var (total, error) = (DoubleDouble(0), SampledBound.tails(sum, Double(count), lower, upper))
    for index in 0..<Int(panels) {
      if index.isMultiple(of: 8) { try TimeLimit.check() }
      let middle = lower + (2 * Double(index) + 1) * SampledBound.half
      for (node, weight) in zip(Panel.rule.nodes, Panel.rule.weights) {
        let point = SampledBound.integrand(
          sum, Double(count), middle + SampledBound.half * node)
        total = total + .product(SampledBound.half * weight, point.value)
        error += SampledBound.half * weight * point.error
      }
      error += SampledBound.ruleError(sum, Double(count), middle)
    }
    // What log t is rounded to moves where the terms fall.
    value = Estimate(
      total,
      error: error + Double(count) * sum.noise + 8 * .ulpOfOne * (1 + abs(total.head)))
    errorKind = .proven
    evaluations = sum.evaluations + Int(panels) * Panel.rule.nodes.count
  }

  /// Where what is left of the integral on either side is negligible, or far enough.
  private static func range(_ sum: RatioSum, _ count: Double) -> (Double, Double) {
    var (lower, upper) = (-40.0, 4.0)
    while count * sum.tails(at: lower - logarithm(count)).lower > negligible, lower > -1e5 {
      lower *= 1.25
    }
    while upperTail(sum, count, upper) > negligible, upper < 1e12 { upper *= 1.25 }
    return (lower, upper)
  }

  private static func upperTail(_ sum: RatioSum, _ count: Double, _ x: Double) -> Double {
    let at = x - logarithm(count)
    let tails = sum.tails(at: at)
    return exponential(-exponential(x))
      + pow(sum.means(at: at).mean.upTo1, count - 1) * (tails.upper + tails.more)
  }

  /// A bound on the integral outside of a range.
  private static func tails(
    _ sum: RatioSum, _ count: Double, _ lower: Double, _ upper: Double
  ) -> Double {
    let at = lower - logarithm(count)
    let tails = sum.tails(at: at)
    return exponential(lower)
      + count * (tails.lower + min(tails.more, exponential(at) * sum.firstSlack))
      + upperTail(sum, count, upper)
  }

  /// exp(−t) − φ(t/K)^K at x = log t.
  private static func integrand(
    _ sum: RatioSum, _ count: Double, _ x: Double
  ) -> (value: Double, error: Double) {
    let t = exponential(x)
    let means = sum.means(at: x - logarithm(count))
    let isNear1 = means.complement.value < means.mean.value
    let logMean =
      isNear1
      ? logarithm(onePlus: -means.complement.value) : logarithm(max(means.mean.value, 0))
    let (slip, top) =
      isNear1
      ? (means.complement.error, min(1, 1 - means.complement.value + means.complement.error))
      : (means.mean.error, means.mean.upTo1)
    // d φ^K = K φ^(K−1) dφ.
    let change = min(1, count * pow(top, count - 1) * slip)
    // Where t is small both are near 1, and so is what is left of either.
    let (first, second) = (exponentialMinusOne(-t), exponentialMinusOne(count * logMean))
    let rounding =
      abs(first) + abs(second) + min(t, 1) * exponential(-0.5 * t)
      + min(1, abs(count * logMean)) * exponential(0.5 * count * logMean)
    return (first - second, change + 8 * .ulpOfOne * rounding)
  }

  /// A bound on the error of the rule on a panel.
  private static func ruleError(_ sum: RatioSum, _ count: Double, _ middle: Double) -> Double {
    let reach = half * (size + 1 / size) / 2
    let (low, high) = (middle - reach, middle + reach)
    // Where t is small: min(2, y) ≤ 3.2(1 − e^(−y)).
    let small =
      exponential(high)
      + 3.2 * count * sum.means(at: high - logarithm(count)).complement.upperBound
    // Where it is large, Re t is at least t cos(height).
    let least = low + logarithm(cos(height))
    let large =
      exponential(-exponential(least))
      + pow(sum.means(at: least - logarithm(count)).mean.upTo1, count)
    return 8 * min(small, large) * pow(size, -Double(Panel.rule.degree)) / (size - 1) * half
  }

  private static func adaptive(
    _ sum: RatioSum, _ count: Double, _ lower: Double, _ upper: Double, _ quantity: String,
    _ workspace: inout Workspace
  ) throws(InferenceError) -> (value: Estimate, evaluations: Int) {
    var total = Estimate(0, error: 0)
    var evaluations = 0
    // About t = 1 the first term falls, by orders of magnitude the second.
    var ends = [lower, -4, 0, 4]
    while let last = ends.last, last * 8 < upper { ends.append(last * 8) }
    ends.append(upper)
    for (from, to) in zip(ends, ends.dropFirst()) where from < to {
      try TimeLimit.check()
      do throws(QuadratureError) {
        let part = try workspace.integrate(
          from: from, to: to, using: .qag(.points31),
          tolerance: Tolerance(relative: 1e-10, absolute: 1e-11), onSuspicion: .ignore
        ) { TimeLimit.isOver ? 0 : integrand(sum, count, $0).value }
        total = total + Estimate(part.value, error: part.error)
        evaluations += part.evaluations
      } catch .notConverged(let best, _) {
        total = total + Estimate(best.value, error: best.error)
        evaluations += best.evaluations
      } catch {
        throw .quadrature(quantity: quantity, error)
      }
    }
    try TimeLimit.check()
    return (total, evaluations)
  }
}

extension Estimate {
  /// The upper end, of a number from 0 to 1.
  fileprivate var upTo1: Double { min(1, max(0, value) + error) }
}
