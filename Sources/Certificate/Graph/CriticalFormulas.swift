// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// What must not change its sign where formulas are to be analytic: arguments of |·|, logarithms and
/// roots, conditions, divisors.
struct CriticalFormulas {
  /// All of them, from the inside to the outside.
  private(set) var all: [Formula] = []

  /// Those whose zeros have to be searched for: a product has the zeros of its factors, and what is
  /// positive by its form has none.
  private(set) var withZeros: [Formula] = []

  private let numbers: [Ball]
  private var seen: Set<Formula> = []

  init(of formulas: [Formula], numbers: [Ball]) {
    self.numbers = numbers
    for formula in formulas { collect(formula) }
  }

  private mutating func collect(_ formula: Formula) {
    for part in formula.parts { collect(part) }
    switch formula {
    // Whole powers are analytic all over.
    case .power(_, .parameter(let index))
    where numbers.indices.contains(index) && (numbers[index].smallInteger ?? -1) >= 0:
      break
    case .quotient(_, let a), .power(let a, _), .restricted(_, positive: let a),
      .choice(_, _, positive: let a):
      add(a)
    case .function(.logOnePlus, let a), .function(.logOnePlusMinus, let a): add(1 + a)
    case .function(.inverseNormalCumulative, let a):
      add(a)
      add(1 - a)
    case .function(.log, let a), .function(.squareRoot, let a), .function(.magnitude, let a),
      .function(.sign, let a), .function(.logGamma, let a), .function(.polygamma, let a):
      add(a)
    default: break
    }
  }

  private mutating func add(_ formula: Formula) {
    guard formula.hasLatent, seen.insert(formula).inserted else { return }
    let factors = formula.factors
    guard factors == [formula] else {
      factors.forEach { add($0) }
      return all.append(formula)
    }
    all.append(formula)
    if !formula.isPositive(numbers) { withZeros.append(formula) }
  }
}

extension Formula {
  /// Formulas that together have the zeros of this one.
  var factors: [Formula] {
    switch self {
    case .product(let a, let b): [a, b]
    case .quotient(let a, _), .power(let a, _), .negative(let a), .function(.magnitude, let a),
      .function(.square, let a), .function(.squareRoot, let a), .function(.sign, let a),
      .restricted(let a, _):
      [a]
    default: [self]
    }
  }

  /// Whether every value is positive, as the form shows.
  fileprivate func isPositive(_ numbers: [Ball]) -> Bool { sign(numbers) == .positive }

  /// What the form shows of the sign of all values.
  private enum Sign { case positive, notNegative, unknown }

  private func sign(_ numbers: [Ball]) -> Sign {
    func sign(_ a: Formula) -> Sign { a.sign(numbers) }
    switch self {
    case .constant(let value): return value.head > 0 ? .positive : .unknown
    case .parameter(let index):
      return numbers.indices.contains(index) && numbers[index].isPositive ? .positive : .unknown
    case .function(.exp, _), .function(.softplus, _), .function(.inverseLogit, _):
      return .positive
    case .function(.square, _): return .notNegative
    case .function(.magnitude, let a), .function(.squareRoot, let a):
      return sign(a) == .positive ? .positive : .notNegative
    case .sum(let a, let b):
      switch (sign(a), sign(b)) {
      case (.positive, .positive), (.positive, .notNegative), (.notNegative, .positive):
        return .positive
      case (.notNegative, .notNegative): return .notNegative
      default: return .unknown
      }
    case .product(let a, let b), .quotient(let a, let b):
      switch (sign(a), sign(b)) {
      case (.positive, .positive): return .positive
      case (.unknown, _), (_, .unknown): return .unknown
      default: return .notNegative
      }
    case .power(let a, _): return sign(a) == .positive ? .positive : .unknown
    case .restricted(let a, _): return sign(a)
    case .choice(let a, let b, _):
      return sign(a) == .positive && sign(b) == .positive ? .positive : .unknown
    default: return .unknown
    }
  }
}
