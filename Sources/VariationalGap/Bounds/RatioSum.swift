// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The ratio v = wˢ/e^c at the nodes of a cover of q and the posterior, and E_q[1 − exp(−t·v)] for every
/// t ≥ 0 from the same values.
///
/// The error of the rule is proven for all t at once: in a panel where the imaginary part of log v stays
/// below π/2 in the ellipse of the proof, the real part of t·v is not negative there, and
/// |exp(−t·v)| ≤ 1, |1 − exp(−t·v)| ≤ t|v|. Where t·v is small all the way it need not.
struct RatioSum {
  /// The share of a node in the mass of q, log v there, and v.
  private struct Node {
    let mass: Double
    let log: Double
    let ratio: Double
  }

  /// ∫ q·v and ∫ q·v² over the nodes below one, with e^anchor as unit of v.
  private struct Below {
    var (mass, first, second) = (DoubleDouble(0), DoubleDouble(0), DoubleDouble(0))
    var anchor = 0.0
  }

  /// Ascending in v, so that those for which t·v is small, or large, are known together.
  private var nodes: [Node] = []
  private var below: [Below] = []
  /// The mass of the nodes from each on.
  private var above: [DoubleDouble] = []
  /// Bounds on the rule's errors of ∫ q·v and of ∫ q(1 + |log v|).
  private var (firstError, massError) = (0.0, 0.0)
  /// Bounds on ∫ q·v and on ∫ q(1 + |log v|) outside of the cover; the first where v is normalised.
  private let (firstOutside, massOutside): (Double, Double)
  /// What rounding leaves of log v, on the average over q.
  let noise: Double
  /// Whether the errors of the rule are proven on every panel.
  private(set) var isProven = true
  /// How many values of w it is made of.
  var evaluations: Int { nodes.count }

  /// Roundings of a node's term, and of a sum of 32.
  private static let rounding = 64 * Double.ulpOfOne

  /// - Parameters:
  ///   - cover: of the target and of q weighted with log w.
  ///   - power: s.
  ///   - base: c.
  ///   - isNormalized: whether s is 1, and c log p(x), so that v is the ratio of the cover's densities.
  ///   - refined: the cover as ``refined(_:power:base:reach:)`` cuts it; or itself, of which nothing is proven for every t.
  ///   - isHalved: whether every panel is cut in two, in place of a proof.
  init(
    _ cover: Cover, power: Double, base: DoubleDouble, isNormalized: Bool, refined: Cover,
    isHalved: Bool = false
  ) {
    let weights = cover.terms[1].weight ?? []
    noise =
      abs(power)
      * cover.panels.reduce(0) { $1.isActive[1] ? $0 + cover.noise(on: $1).weight : $0 }
    (firstOutside, massOutside) = (
      isNormalized ? cover.outside(0) : .infinity,
      cover.outside(1) * (max(1, abs(power)) + abs(base.head))
    )
    for (index, panel) in refined.panels.enumerated() where panel.isActive[1] {
      // Who asks for a sum sees that the time was over.
      if index.isMultiple(of: 8), TimeLimit.isOver { break }
      guard let weight = weights[panel.stretch.coordinate] else { continue }
      isProven = isProven && panel.isProven
      // Where nothing is proven, twice as many nodes say what the rule is off by.
      if panel.isProven {
        firstError += exponential(panel.logErrors.x)
        massError += exponential(panel.logErrors.y)
      }
      if isHalved, let halves = panel.stretch.halves {
        for stretch in [halves.0, halves.1] {
          append(Panel(stretch: stretch, isActive: panel.isActive), refined, weight, power, base)
        }
      } else {
        append(panel, refined, weight, power, base)
      }
    }
    nodes.sort { ($0.log, $0.mass) < ($1.log, $1.mass) }
    addUp()
  }

  /// A cover whose errors are proven, if they can be, for all t up to log t = reach.
  ///
  /// - Parameters:
  ///   - cover: of the target and of q weighted with log w.
  ///   - power: s.
  ///   - base: c.
  ///   - reach: log t of the largest t that will be asked for.
  static func refined(
    _ cover: Cover, power: Double, base: DoubleDouble, reach: Double
  ) -> Cover {
    let weights = cover.terms[1].weight ?? []
    // The target is normalised by log Z.
    return cover.refined(sufficient: RatioSum.digits) { panel, u in
      guard panel.isActive[1], let weight = weights[panel.stretch.coordinate] else {
        return SIMD2(repeating: -.infinity)
      }
      let density = cover.terms[1].density[panel.stretch.coordinate].enclosure(over: u)
      let w = weight.enclosure(over: u)
      guard density.isDefined, w.isDefined else { return SIMD2(repeating: .infinity) }
      let (low, high) = (power * w.real.lower, power * w.real.upper)
      let logRatio = max(low, high) - base.head
      // q(1 + |log v|), for what log v is integrated of.
      let size = density.real.upper + logarithm(1 + abs(power) * w.magnitude + abs(base.head))
      let turn = abs(power) * max(abs(w.imaginary.lower), abs(w.imaginary.upper))
      if turn < 1.57 { return SIMD2(density.real.upper + logRatio, size) }
      guard logRatio + reach < -0.7 else { return SIMD2(repeating: .infinity) }
      return SIMD2(density.real.upper + logRatio + 0.7, size + 0.7)
    }
  }

  /// exp(−39) is 1e-17.
  private static let digits = SIMD2(repeating: -39.0)

  private mutating func append(
    _ panel: Panel, _ cover: Cover, _ weight: Weight, _ power: Double, _ base: DoubleDouble
  ) {
    let half = panel.centre.half.head
    for (point, share) in zip(cover.samples(of: panel), Panel.rule.weights) {
      let mass = half * share * point.density
      let log = (DoubleDouble(power) * weight.value(at: point) - base).head
      // Where q is 0 to doubles, or log w has no value there, nothing is to be averaged.
      guard mass > 0, !log.isNaN else { continue }
      nodes.append(Node(mass: mass, log: log, ratio: exponential(log)))
    }
  }

  /// How far log v may be above the anchor.
  private static let reach = 16.0

  private mutating func addUp() {
    var sum = Below()
    below = [sum]
    for node in nodes {
      sum.mass = sum.mass + DoubleDouble(node.mass)
      if node.log > -.infinity {
        let rise = node.log - sum.anchor
        if sum.first.head == 0 {
          sum.anchor = node.log
        } else if rise > RatioSum.reach {
          let factor = DoubleDouble(exponential(-rise))
          (sum.first, sum.second) = (sum.first * factor, sum.second * factor * factor)
          sum.anchor = node.log
        }
        let share = exponential(node.log - sum.anchor)
        sum.first = sum.first + .product(node.mass, share)
        sum.second = sum.second + .product(node.mass * share, share)
      }
      below.append(sum)
    }
    above = [DoubleDouble(0)]
    for node in nodes.reversed() { above.append(above[above.count - 1] + DoubleDouble(node.mass)) }
    above.reverse()
  }

  /// The first node of which log v is at least so large.
  private func place(of log: Double) -> Int {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle].log < log { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// E_q[1 − exp(−t·v)] and E_q[exp(−t·v)], each by its own sum.
  struct Means {
    let complement: Estimate
    let mean: Estimate
  }

  /// The two at log t.
  func means(at logT: Double) -> Means {
    let t = exponential(logT)
    let isPlain = abs(logT) < 600
    // 1 − exp(−τ) = τ − τ²/2, up to 1e-16 of it, and exp(−exp(3.8)) is 4e-20.
    let (first, last) = (place(of: -18 - logT), place(of: 3.8 - logT))
    let small = below[first]
    let top = exponential(logT + small.anchor)
    // Where no node is below, nothing is to be multiplied with what may overflow.
    let share =
      small.first.head == 0 ? 0 : top * (small.first.head - 0.5 * top * small.second.head)
    var complement = above[last] + DoubleDouble(share)
    var mean = small.mass - DoubleDouble(share)
    for start in stride(from: first, to: last, by: 32) {
      var (gone, left) = (0.0, 0.0)
      for index in start..<min(start + 32, last) {
        let node = nodes[index]
        // Far out a factor may overflow.
        let τ = isPlain ? t * node.ratio : exponential(logT + node.log)
        let lost = τ < 1 ? -exponentialMinusOne(-τ) : 1 - exponential(-τ)
        gone += node.mass * lost
        left += node.mass * (τ < 1 ? 1 - lost : exponential(-τ))
      }
      complement = complement + DoubleDouble(gone)
      mean = mean + DoubleDouble(left)
    }
    let rounding = RatioSum.rounding + (abs(logT) < 600 ? 0 : 2 * .ulpOfOne * abs(logT))
    let bare = 2 * massError + massOutside
    return Means(
      complement: Estimate(
        complement.head,
        error: min(bare, exponential(min(logT, 700)) * (firstError + firstOutside)) + rounding
          * complement.head),
      mean: Estimate(mean.head, error: bare + rounding * mean.head))
  }

  /// Upper bounds on E_q[∫_{t·v}^∞ exp(−u)/u du] and on E_q[∫₀^{t·v} (1 − exp(−u))/u du] by the values at
  /// the nodes, and on what the rule and what lies outside of the cover add to either.
  func tails(at logT: Double) -> (upper: Double, lower: Double, more: Double) {
    var (upper, lower) = (0.0, 0.0)
    for node in nodes {
      let (mass, logY) = (node.mass, logT + node.log)
      let y = exponential(logY)
      // e^(−y) log(1 + 1/y), and min(y, 1 + log y).
      upper += mass * exponential(-y) * (logY < -30 ? 1 - logY : logarithm(onePlus: 1 / y))
      lower += mass * (y < 1 ? y : 1 + logY)
    }
    return (1.001 * upper, 1.001 * lower, (2 * massError + massOutside) * (5 + abs(logT)))
  }

  /// A bound on ∫ q·v beyond the values at the nodes; ∞ where none is known.
  var firstSlack: Double { firstError + firstOutside }
}
