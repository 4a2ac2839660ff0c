// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature
import Synchronization

/// Bounds on a sum in which infinite terms of both signs meet, by its leading term.
///
/// −z⁴ + z³ far out is −∞ + ∞ to interval arithmetic. With the logarithms of its terms it is
/// −e⁴ˢ(1 − e⁻ˢ): what the others are beside the leader is bounded by the slope of the difference of the
/// logarithms.
public struct DominatedSum: Sendable {
  private let coefficients: [Double]
  /// All Tₖ.
  private let program: FormulaProgram
  private let ratios: Ratios

  /// - Parameter formula: c₀ + Σ cₖTₖ(u).
  public init(_ formula: Formula) {
    // A bound by slopes knows nothing of jumps.
    let sum = GatheredSum(formula.mayJump ? 0 : formula)
    var formulas = sum.terms.map(\.formula)
    var coefficients = sum.terms.map(\.coefficient.head)
    if sum.constant.head != 0 {
      formulas.append(1)
      coefficients.append(sum.constant.head)
    }
    self.coefficients = coefficients
    program = FormulaProgram(formulas)
    ratios = Ratios(formulas.map { $0 == 1 ? 0 : $0.logMagnitude.gathered })
  }

  /// Bounds over an interval; the whole line where no term leads.
  public func enclosure(over cell: Enclosure) -> Enclosure {
    let values = program.enclosures(over: cell)
    for (index, value) in values.enumerated() {
      // Of thousands of terms there are millions of pairs.
      guard !TimeLimit.isOver else { break }
      guard !value.isEmpty, value.lower >= 0 || value.upper <= 0 else { continue }
      let isPositive = (value.lower >= 0) == (coefficients[index] > 0)
      let size = abs(coefficients[index])
      // What terms of the same sign add, and those of the other, or of none, take away.
      var (more, less) = (0.0, 0.0)
      for (other, own) in values.enumerated() where other != index {
        let supremum = ratios.ratio(of: other, to: index).supremum(over: cell)
        let ratio = abs(coefficients[other]) * exponential(supremum + 1e-9)
        let hasSign = !own.isEmpty && (own.lower >= 0 || own.upper <= 0)
        let isSame = hasSign && ((own.lower >= 0) == (coefficients[other] > 0)) == isPositive
        if isSame { more += ratio } else { less += ratio }
        if !isSame, !hasSign { more += ratio }
        if !(less < size) { break }
      }
      guard less < size else { continue }
      let factor = Enclosure(from: (size - less) * (1 - 1e-12), to: (size + more) * (1 + 1e-12))
      return (coefficients[index] < 0 ? -value : value) * factor
    }
    return .wholeLine
  }

  /// The log|T/L| of all pairs of terms, each made when it is first asked for.
  private final class Ratios: Sendable {
    private let logMagnitudes: [Formula]
    private let known = Mutex<[Int: LogRatio]>([:])

    init(_ logMagnitudes: [Formula]) { self.logMagnitudes = logMagnitudes }

    func ratio(of term: Int, to leader: Int) -> LogRatio {
      let key = term * logMagnitudes.count + leader
      if let ratio = known.withLock({ $0[key] }) { return ratio }
      let ratio = LogRatio((logMagnitudes[term] - logMagnitudes[leader]).gathered)
      if !TimeLimit.isOver { known.withLock { $0[key] = ratio } }
      return ratio
    }
  }
}

/// Bounds on log|T/L|: what is derived of the formula serves every interval.
private final class LogRatio: Sendable {
  private let sum: CappedSum
  private let program: FormulaProgram
  /// What is left without the terms at these places.
  private let rests = Mutex<[[Int]: (value: FormulaProgram, slope: FormulaProgram)]>([:])

  init(_ formula: Formula) {
    sum = CappedSum(GatheredSum(formula))
    program = FormulaProgram(formula)
  }

  /// A bound over an interval: from the slope, if that has one sign, at an end.
  func supremum(over cell: Enclosure) -> Double {
    let range = program.enclosure(over: cell)
    if !range.isEmpty, range.upper < 1 { return range.upper }
    let (capped, bound) = sum.capped(over: cell) { $0.lower == -.infinity && $0.upper == .infinity }
    let rest = rest(without: capped)
    let slope = rest.slope.enclosure(over: cell)
    guard !slope.isEmpty else { return .infinity }
    let end = slope.upper <= 0 ? cell.lower : slope.lower >= 0 ? cell.upper : .nan
    guard end.isFinite else { return .infinity }
    let value = rest.value(DoubleDouble(end)).head + bound
    return value.isNaN ? .infinity : value
  }

  private func rest(without capped: [Int]) -> (value: FormulaProgram, slope: FormulaProgram) {
    if let rest = rests.withLock({ $0[capped] }) { return rest }
    let formula = sum.rest(without: capped)
    let rest = (FormulaProgram(formula), FormulaProgram(formula.derivative().gathered))
    if !TimeLimit.isOver { rests.withLock { $0[capped] = rest } }
    return rest
  }
}

/// A sum of terms of which some are replaced by their upper bounds.
package struct CappedSum: Sendable {
  private let sum: GatheredSum
  private let terms: [Formula]
  private let values: FormulaProgram
  private let slopes: FormulaProgram

  /// - Parameter sum: the sum.
  package init(_ sum: GatheredSum) {
    self.sum = sum
    terms = sum.terms.map { .constant($0.coefficient) * $0.formula }
    values = FormulaProgram(terms)
    slopes = FormulaProgram(terms.map { $0.derivative() })
  }

  /// The places of those terms that have an upper bound, and a slope of which too little is known; and the sum of their bounds.
  ///
  /// - Parameters:
  ///   - cell: where.
  ///   - isUnknown: whether the bounds on a slope say too little.
  package func capped(
    over cell: Enclosure, where isUnknown: (_ slope: Enclosure) -> Bool
  ) -> (places: [Int], bound: Double) {
    var (places, bound): ([Int], Double) = ([], 0)
    for (place, slope) in slopes.enclosures(over: cell).enumerated()
    where slope.isEmpty || isUnknown(slope) {
      let upper = values.enclosures(over: cell)[place].upper
      guard upper < .infinity else { continue }
      bound += upper
      places.append(place)
    }
    return (places, bound)
  }

  /// The sum without the terms at some places.
  package func rest(without places: [Int]) -> Formula {
    terms.enumerated().reduce(.constant(sum.constant)) {
      places.contains($1.offset) ? $0 : $0 + $1.element
    }
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
