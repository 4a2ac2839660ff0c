// SPDX-License-Identifier: GPL-3.0-or-later

/// What the rules of a table make of the values of four functions on a segment.
struct RuleSums {
  let value: Lanes
  let error: Lanes
  /// Whether all values are finite, and the sum of their magnitudes.
  let isFinite: Bool

  /// The share of the other differences that the difference of the two rules is taken for at the least: between smooth
  /// functions, whose difference falls by more than this with a degree, are no digits left.
  private static let luck = 0.25

  /// - Parameters:
  ///   - table: the rules.
  ///   - half: half the length of the segment.
  ///   - row: the four values at a node of the table.
  @inline(__always)
  init(_ table: RuleWeights, _ half: Double, _ row: (_ node: Int) -> Lanes) {
    let centre = row(0)
    var sums = PairSums(centre, table.centre)
    var gauss = table.centre.gauss * centre
    var weights = unsafe table.weights
    var node = 1
    while node < table.gaussEnd {
      let sum = unsafe sums.add(row(node), row(node &+ 1), weights.pointee)
      unsafe gauss += weights.pointee.gauss * sum
      unsafe weights += 1
      node &+= 2
    }
    while node < table.nodes {
      _ = unsafe sums.add(row(node), row(node &+ 1), weights.pointee)
      unsafe weights += 1
      node &+= 2
    }
    let (kronrod, signs) = (sums.kronrod, sums.signs)
    value = kronrod * half
    let nulls = (even: sums.even.magnitudes, odd: sums.odd.magnitudes)
    let ofRules = (kronrod - gauss).magnitudes
    let mean = 0.5 * kronrod
    // Where no value is negative, which is most often so, the sum of their magnitudes is there.
    let isPositive = (signs[0] | signs[1] | signs[2] | signs[3]) >> 63 == 0
    if isPositive,
      PanelSums.isRounding(
        mostDifference: ofRules + RuleSums.luck * (nulls.even + nulls.odd), magnitude: kronrod,
        leastSpread: table.spread(around: mean, row, to: RuleSums.glance), half)
    {
      error = PanelSums.rounding(kronrod * half)
      isFinite = true
      return
    }
    let magnitude =
      (isPositive ? kronrod : table.spread(around: .zero, row, to: table.nodes)) * half
    let spread = table.spread(around: mean, row, to: table.nodes) * half
    let difference = Lanes.larger(ofRules, RuleSums.luck * Lanes.larger(nulls.even, nulls.odd))
    error = PanelSums.error(difference: difference * half, magnitude: magnitude, spread: spread)
    isFinite = all(magnitude .<= .greatestFiniteMagnitude)
  }

  /// How many nodes are enough to see that the values are not all the same.
  private static let glance = 3
}

/// The sums that all pairs of nodes are in, and the bits that any of the values has.
private struct PairSums {
  var kronrod: Lanes
  var even: Lanes
  var odd = Lanes.zero
  var signs: SIMD4<UInt64>

  @inline(__always)
  init(_ centre: Lanes, _ weights: RuleWeights.Node) {
    kronrod = weights.kronrod * centre
    even = weights.even * centre
    signs = centre.bits
  }

  /// - Returns: the sum of the two values.
  @inline(__always)
  mutating func add(_ lower: Lanes, _ upper: Lanes, _ weights: RuleWeights.Node) -> Lanes {
    let sum = lower + upper
    kronrod += weights.kronrod * sum
    even += weights.even * sum
    odd += weights.odd * (upper - lower)
    signs |= lower.bits | upper.bits
    return sum
  }
}

/// The weights of a table for pairs of nodes that lie opposite each other.
@safe
struct RuleWeights {
  struct Node {
    let kronrod: Double
    let gauss: Double
    /// Of the null rules; the odd one's is that of the upper node.
    let even: Double
    let odd: Double
  }

  let centre: Node
  /// How many nodes there are.
  let nodes: Int
  /// The node from which on the Gauss rule has none; it may have the centre.
  let gaussEnd: Int
  /// One for each pair; kept as long as the process runs.
  let weights: UnsafePointer<Node>

  init(
    _ weights: [Double], gauss: [Double], null: (odd: [Double], even: [Double])
  ) {
    func node(_ index: Int) -> Node {
      Node(
        kronrod: weights[index], gauss: gauss[index], even: null.even[index],
        odd: null.odd[index])
    }
    centre = node(0)
    nodes = weights.count
    gaussEnd = 1 + (weights.indices.last { gauss[$0] != 0 } ?? 0)
    let pairs = weights.count / 2
    let memory = UnsafeMutablePointer<Node>.allocate(capacity: pairs)
    for pair in 0..<pairs {
      unsafe (memory + pair).initialize(to: node(2 * pair + 2))
    }
    unsafe self.weights = unsafe UnsafePointer(memory)
  }

  /// The Kronrod sum of the distances from a number, over the first of the nodes, an odd number of them.
  @inline(__always)
  func spread(around mean: Lanes, _ row: (_ node: Int) -> Lanes, to end: Int) -> Lanes {
    var spread = centre.kronrod * (row(0) - mean).magnitudes
    var weights = unsafe weights
    var node = 1
    while node < end {
      let distances = (row(node) - mean).magnitudes + (row(node &+ 1) - mean).magnitudes
      unsafe spread += weights.pointee.kronrod * distances
      unsafe weights += 1
      node &+= 2
    }
    return spread
  }
}

// The weights are never written to.
extension RuleWeights: @unchecked Sendable {}

extension PanelSums {
  /// The estimate for four functions.
  @inline(__always)
  static func error(difference: Lanes, magnitude: Lanes, spread: Lanes) -> Lanes {
    let ratio = 200 * difference / spread
    let power = spread * ratio * ratio.squareRoot()
    var error = spread.replacing(with: power, where: ratio .< 1)
    error.replace(with: difference, where: (spread .== 0) .| (difference .== 0))
    return Lanes.larger(error, rounding(magnitude))
  }

  /// The rounding of four sums, which no estimate is below.
  @inline(__always)
  static func rounding(_ magnitude: Lanes) -> Lanes {
    let isMeasured = magnitude .> .leastNormalMagnitude / (50 * .ulpOfOne)
    return Lanes.zero.replacing(with: 50 * .ulpOfOne * magnitude, where: isMeasured)
  }

  /// Whether the estimate for four functions is the rounding of their sums, as is seen from a bound on the difference and a part
  /// of the spread already.
  ///
  /// The estimate grows with the difference d, falls with the spread s, (200 d)^1.5 s^−½, and is 200 d at the most. It is cubed
  /// and compared with half the rounding, without a division or a root; with a number that is not finite, or underflows, the
  /// answer is no.
  @inline(__always)
  static func isRounding(
    mostDifference: Lanes, magnitude: Lanes, leastSpread: Lanes, _ half: Double
  ) -> Bool {
    let (most, rounding) = (200 * mostDifference, 25 * Double.ulpOfOne * magnitude)
    let least = Lanes(repeating: .leastNormalMagnitude / (50 * .ulpOfOne))
    return Lanes.areAllLess(most * most * most, leastSpread * rounding * rounding)
      && Lanes.areAllLess(least, magnitude * half)
  }
}
