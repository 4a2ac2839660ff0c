// SPDX-License-Identifier: GPL-3.0-or-later

/// Bounds on a sum in which infinite terms of both signs meet, by its leading term.
///
/// −z⁴ + z³ far out is −∞ + ∞ to interval arithmetic. With the logarithms of its terms it is
/// −e⁴ˢ(1 − e⁻ˢ): what the others are beside the leader is bounded by the slope of the difference of the
/// logarithms.
public struct DominatedSum: Sendable {
  private let terms: [Term]

  private struct Term {
    let coefficient: Double
    let formula: Formula
    let logMagnitude: Formula
  }

  /// - Parameter formula: c₀ + Σ cₖTₖ(u).
  public init(_ formula: Formula) {
    // A bound by slopes knows nothing of jumps.
    let sum = GatheredSum(formula.mayJump ? 0 : formula)
    var terms = sum.terms.map { term in
      Term(
        coefficient: term.coefficient.head, formula: term.formula,
        logMagnitude: term.formula.logMagnitude.gathered)
    }
    if sum.constant.head != 0 {
      terms.append(
        Term(coefficient: sum.constant.head, formula: 1, logMagnitude: 0))
    }
    self.terms = terms
  }

  /// Bounds over an interval; the whole line where no term leads.
  public func enclosure(over cell: Enclosure) -> Enclosure {
    let values = terms.map { $0.formula.enclosure(over: cell) }
    for (index, leader) in terms.enumerated() {
      let value = values[index]
      guard !value.isEmpty, value.lower >= 0 || value.upper <= 0 else { continue }
      let isPositive = (value.lower >= 0) == (leader.coefficient > 0)
      let size = abs(leader.coefficient)
      // What terms of the same sign add, and those of the other, or of none, take away.
      var (more, less) = (0.0, 0.0)
      for (other, term) in terms.enumerated() where other != index {
        let ratio =
          abs(term.coefficient) * exponential(supremum(of: term, over: leader, cell) + 1e-9)
        let own = values[other]
        let hasSign = !own.isEmpty && (own.lower >= 0 || own.upper <= 0)
        let isSame = hasSign && ((own.lower >= 0) == (term.coefficient > 0)) == isPositive
        if isSame { more += ratio } else { less += ratio }
        if !isSame, !hasSign { more += ratio }
        if !(less < size) { break }
      }
      guard less < size else { continue }
      let factor = Enclosure(from: (size - less) * (1 - 1e-12), to: (size + more) * (1 + 1e-12))
      return (leader.coefficient < 0 ? -value : value) * factor
    }
    return .wholeLine
  }

  /// A bound on log|T/L| over an interval: from its slope, if that has one sign, at an end.
  private func supremum(of term: Term, over leader: Term, _ cell: Enclosure) -> Double {
    let difference = (term.logMagnitude - leader.logMagnitude).gathered
    let range = difference.enclosure(over: cell)
    if !range.isEmpty, range.upper < 1 { return range.upper }
    let (rest, bound) = GatheredSum(difference).capped(over: cell) {
      $0.lower == -.infinity && $0.upper == .infinity
    }
    let slope = rest.derivative().gathered.enclosure(over: cell)
    guard !slope.isEmpty else { return .infinity }
    let end = slope.upper <= 0 ? cell.lower : slope.lower >= 0 ? cell.upper : .nan
    guard end.isFinite else { return .infinity }
    let value = rest(DoubleDouble(end)).head + bound
    return value.isNaN ? .infinity : value
  }
}

extension GatheredSum {
  /// The sum without those terms that have an upper bound, and a slope of which too little is known; and the
  /// sum of their bounds.
  ///
  /// - Parameters:
  ///   - cell: where.
  ///   - isUnknown: whether the bounds on a slope say too little.
  public func capped(
    over cell: Enclosure, where isUnknown: (_ slope: Enclosure) -> Bool
  ) -> (rest: Formula, bound: Double) {
    var (rest, bound): (Formula, Double) = (.constant(constant), 0)
    for term in terms {
      let formula = Formula.constant(term.coefficient) * term.formula
      let slope = formula.derivative().enclosure(over: cell)
      let upper = formula.enclosure(over: cell).upper
      if upper < .infinity, slope.isEmpty || isUnknown(slope) {
        bound += upper
      } else {
        rest = rest + formula
      }
    }
    return (rest, bound)
  }
}

extension Formula {
  /// log|f|, of products as a sum.
  public var logMagnitude: Formula {
    switch self {
    case .function(.exp, let a): a
    case .function(.square, let a): 2 * a.logMagnitude
    case .function(.squareRoot, let a): 0.5 * a.logMagnitude
    case .function(.inverseLogit, let a): -(-a).applying(.softplus)
    // eᵃ − 1 is eᵃ(1 − e⁻ᵃ), or −(1 − eᵃ).
    case .function(.expMinusOne, let a) where a.isMultipleOfExponential:
      (a.isNegativeMultiple ? 0 : a) + .logOfOneMinusExp(minus: a)
    // u = log(1 + a) is a·exp(−u)·todd(u).
    case .function(.softplus, let a): a + applying(.todd).applying(.log) - self
    case .function(.logOnePlus, let a): a.logMagnitude + applying(.todd).applying(.log) - self
    case .function(.magnitude, let a), .negative(let a): a.logMagnitude
    case .product(let a, let b): a.logMagnitude + b.logMagnitude
    case .quotient(let a, let b): a.logMagnitude - b.logMagnitude
    case .power(let a, .constant(let n)): .constant(n) * a.logMagnitude
    default: applying(.magnitude).applying(.log)
    }
  }

  private var isMultipleOfExponential: Bool {
    switch self {
    case .function(.exp, _): true
    case .product(.constant, let a), .product(let a, .constant), .quotient(let a, .constant),
      .negative(let a):
      a.isMultipleOfExponential
    default: false
    }
  }

  /// Whether the factors of a multiple of an exponential are negative.
  private var isNegativeMultiple: Bool {
    switch self {
    case .product(.constant(let c), let a), .product(let a, .constant(let c)),
      .quotient(let a, .constant(let c)):
      (c.head < 0) != a.isNegativeMultiple
    case .negative(let a): !a.isNegativeMultiple
    default: false
    }
  }
}
