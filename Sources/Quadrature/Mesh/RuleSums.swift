// SPDX-License-Identifier: GPL-3.0-or-later

/// What the rules of a table make of the values of four functions on a segment.
struct RuleSums {
  let value: Lanes
  let error: Lanes
  /// ∫ |f|; not finite where a value is not.
  let magnitude: Lanes

  /// The share of the other differences that the difference of the two rules is taken for at the least: between smooth
  /// functions, whose difference falls by more than this with a degree, are no digits left.
  private static let luck = 0.25

  /// - Parameters:
  ///   - table: the rules.
  ///   - half: half the length of the segment.
  ///   - row: the four values at a node of the table.
  @inline(__always)
  init(_ table: borrowing RuleWeights, _ half: Double, _ row: (_ node: Int) -> Lanes) {
    let centre = row(0)
    var kronrod = table.centre.kronrod * centre
    var gauss = table.centre.gauss * centre
    var even = table.centre.even * centre
    var odd = Lanes.zero
    var magnitude = table.centre.kronrod * centre.magnitudes
    for pair in 0..<table.pairs {
      let weights = unsafe table.weights[pair]
      let (lower, upper) = (row(2 * pair + 1), row(2 * pair + 2))
      let sum = lower + upper
      kronrod += weights.kronrod * sum
      gauss += weights.gauss * sum
      even += weights.even * sum
      odd += weights.odd * (upper - lower)
      magnitude += weights.kronrod * (lower.magnitudes + upper.magnitudes)
    }
    let mean = 0.5 * kronrod
    var spread = table.centre.kronrod * (centre - mean).magnitudes
    for pair in 0..<table.pairs {
      let distances =
        (row(2 * pair + 1) - mean).magnitudes + (row(2 * pair + 2) - mean).magnitudes
      unsafe spread += table.weights[pair].kronrod * distances
    }
    value = kronrod * half
    self.magnitude = magnitude * half
    let null = Lanes.larger(even.magnitudes, odd.magnitudes)
    let difference = Lanes.larger((kronrod - gauss).magnitudes, RuleSums.luck * null)
    error = PanelSums.error(
      difference: difference * half, magnitude: magnitude * half, spread: spread * half)
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
  let pairs: Int
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
    pairs = weights.count / 2
    let memory = UnsafeMutablePointer<Node>.allocate(capacity: pairs)
    for pair in 0..<pairs {
      unsafe (memory + pair).initialize(to: node(2 * pair + 2))
    }
    unsafe self.weights = unsafe UnsafePointer(memory)
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
    let isMeasured = magnitude .> .leastNormalMagnitude / (50 * .ulpOfOne)
    let rounding = Lanes.zero.replacing(with: 50 * .ulpOfOne * magnitude, where: isMeasured)
    return Lanes.larger(error, rounding)
  }
}
