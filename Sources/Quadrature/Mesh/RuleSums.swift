// SPDX-License-Identifier: GPL-3.0-or-later

internal import CSums

/// The sums of a table's rules over the values of several functions on a segment, by the widest lanes of the processor.
@safe
struct RuleSums {
  /// Kept as long as the process runs.
  private let rule: UnsafePointer<csums_rule>

  /// The share of the other differences that the difference of the two rules is taken for at the least: between smooth
  /// functions, whose difference falls by more than this with a degree, are no digits left.
  private static let luck = 0.25
  private static let level = csums_level()

  /// - Parameters:
  ///   - weights: those of the Kronrod rule, the centre's first, then those of each pair.
  ///   - gauss: those of the Gauss rule; 0 at the nodes that it does not have.
  ///   - null: those of two rules that give 0 for smooth functions.
  ///   - low: the lowest nodes.
  ///   - high: the highest.
  init(
    _ weights: [Double], gauss: [Double], null: (odd: [Double], even: [Double]), low: [Int],
    high: [Int]
  ) {
    func all(at node: Int) -> csums_weights {
      csums_weights(
        kronrod: weights[node], gauss: gauss[node], even: null.even[node], odd: null.odd[node])
    }
    let count = weights.count / 2
    let pairs = UnsafeMutablePointer<csums_weights>.allocate(capacity: count)
    for pair in 0..<count {
      unsafe (pairs + pair).initialize(to: all(at: 2 * pair + 2))
    }
    let rule = UnsafeMutablePointer<csums_rule>.allocate(capacity: 1)
    unsafe rule.initialize(
      to: csums_rule(
        pairs: pairs, centre: all(at: 0), nodes: Int32(weights.count),
        gauss_end: Int32(1 + (weights.indices.last { gauss[$0] != 0 } ?? 0)),
        lowest: (Int32(low[0]), Int32(low[1])), highest: (Int32(high[0]), Int32(high[1])),
        luck: RuleSums.luck, growth: MeshPart.growth))
    unsafe self.rule = UnsafePointer(rule)
  }

  /// Writes the integrals of all functions and the estimates of their errors.
  ///
  /// - Parameters:
  ///   - values: function by function for the first node, then for the next.
  ///   - functions: how many there are.
  ///   - half: half the length of the segment.
  ///   - numbers: the place of the integrals, which the errors follow.
  /// - Returns: whether all are finite, and whether the values of any grow towards an end.
  func callAsFunction(
    _ values: UnsafePointer<Double>, _ functions: Int, _ half: Double,
    into numbers: UnsafeMutablePointer<Double>
  ) -> (isFinite: Bool, growsAtAnEnd: Bool) {
    let findings = unsafe csums_panel(
      Int32(RuleSums.level), rule, values, functions, half, numbers, numbers + functions)
    return (
      findings & Int32(CSUMS_NOT_FINITE.rawValue) == 0,
      findings & Int32(CSUMS_GROWS_AT_AN_END.rawValue) != 0
    )
  }
}

// The rule is never written to.
extension RuleSums: @unchecked Sendable {}
