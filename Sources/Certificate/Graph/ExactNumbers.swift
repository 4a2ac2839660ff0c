// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Formulas whose numbers stand beside them as balls, so that none has been rounded or folded.
///
/// A family's log density with its parameters as leaves is exact; the same with the parameters in it
/// has log Γ(α) in 31 digits.
struct ExactNumbers {
  private(set) var values: [Ball] = []
  /// The leaves of the numbers of formulas: where 1/(1 + z) has one 1, it is seen to be a part of its denominator.
  private var leaves: [DoubleDouble: Formula] = [:]

  /// A leaf for a number.
  mutating func leaf(_ value: Ball) -> Formula {
    values.append(value)
    return .parameter(values.count - 1)
  }

  /// The leaf of this double where there is one, so that equal densities are equal formulas.
  mutating func sharedLeaf(_ value: Double) -> Formula {
    let ball = Ball(value)
    if let index = values.firstIndex(where: { $0.isIdentical(to: ball) }) {
      return .parameter(index)
    }
    return leaf(ball)
  }

  /// A leaf for a double.
  mutating func leaf(_ value: Double) -> Formula { leaf(Ball(value)) }

  /// The formula with its numbers as leaves, so that a family cannot fold them.
  ///
  /// - Parameter numbers: what the formula's own parameters are.
  mutating func lifting(_ formula: Formula, numbers: [DoubleDouble] = []) -> Formula {
    switch formula {
    case .constant(let value): leaf(value)
    case .parameter(let index) where numbers.indices.contains(index): leaf(numbers[index])
    default: formula.mappingParts { lifting($0, numbers: numbers) }
    }
  }

  private mutating func leaf(_ value: DoubleDouble) -> Formula {
    if let known = leaves[value] { return known }
    let new = leaf(ExactNumbers.ball(value))
    leaves[value] = new
    return new
  }

  /// The precision that constants such as π have.
  private static let precision = Precision(bits: Precision.longestExact)

  /// Numbers that a formula holds in 31 digits, and means exactly.
  private static let meant: [DoubleDouble: Ball] = {
    let field = precision
    let (two, pi) = (Ball(2), precision.pi())
    let halfLogTwoPi = field.product(Ball(0.5), field.log(field.product(two, pi)))
    var table: [DoubleDouble: Ball] = [
      .pi: pi, .e: field.exp(.one), .logPi: field.log(pi), .log(2): field.log(two),
      .halfLogTwoPi: halfLogTwoPi, .halfLogTwoPi * 2: field.product(two, halfLogTwoPi),
      .log(2) - .halfLogTwoPi: field.difference(field.log(two), halfLogTwoPi),
      DoubleDouble(1) / DoubleDouble(3): field.quotient(.one, Ball(3)),
      .squareRootOfTwo: field.squareRoot(two),
      .logPi - .log(2): field.difference(field.log(pi), field.log(two)),
    ]
    for (key, value) in table { table[-key] = field.negative(value) }
    return table
  }()

  /// How much of a constant in 31 digits may be lost, and how much of 1 where larger parts made less: log Γ(α + ½) − log Γ(α), say.
  private static let (loss, lossOfParts) = (0x1p-100, 0x1p-92)

  /// What a constant of a formula means: π, a double, or what a family made of its numbers in 31 digits.
  static func ball(_ value: DoubleDouble) -> Ball {
    if let exact = meant[value] { return exact }
    guard value.head.isFinite, value.tail != 0 else { return Ball(value.head) }
    let rounded = precision.sum(Ball(value.head), Ball(value.tail))
    return precision.widened(rounded, by: Ball(loss * abs(value.head) + lossOfParts))
  }

  /// Whether a constant is one of those that are meant exactly, or a double.
  static func isExact(_ value: DoubleDouble) -> Bool { value.tail == 0 || meant[value] != nil }
}
