// SPDX-License-Identifier: GPL-3.0-or-later

/// How probable it is under the members of a family that a ≤ x ≤ b, as a formula of the ends and the parameters.
///
/// Both tails, and what lies between two ends, are formulas of their own in which nothing cancels.
struct IntervalProbability: Sendable {
  /// Of x and the parameters.
  typealias Function = @Sendable (_ x: Formula, _ parameters: [Formula]) -> Formula
  /// The logarithm of the probability; an end that is `nil` is infinite, or one of the support.
  typealias Logarithm =
    @Sendable (
      _ lower: Formula?, _ upper: Formula?, _ parameters: [Formula]
    ) throws(IntervalProblem) -> Formula

  /// Positive where x is above the lower end of the support; `nil` where there is none.
  let start: Function?
  /// Positive where x is below the upper end of the support; `nil` where there is none.
  let end: Function?
  /// The parameters that are shapes of distribution functions, and have to be numbers.
  let shapes: [Int]
  /// Other parameters that stand as numbers in the formula where they are such.
  let numbers: [Int]
  /// Right where the ends are inside of the support.
  let inside: Logarithm

  /// Of a family that is made of others, or of counts.
  init(
    start: Function? = nil, end: Function? = nil, shapes: [Int] = [], numbers: [Int] = [],
    inside: @escaping Logarithm
  ) {
    (self.start, self.end, self.shapes) = (start, end, shapes)
    (self.numbers, self.inside) = (numbers, inside)
  }

  /// Of a family with a density.
  ///
  /// - Parameters:
  ///   - lower: log P(x′ ≤ x).
  ///   - upper: log P(x′ ≥ x).
  ///   - between: log P(a ≤ x′ ≤ b).
  init(
    start: Function? = nil, end: Function? = nil, shapes: [Int] = [],
    lower: @escaping Function, upper: @escaping Function,
    between: @escaping @Sendable (_ a: Formula, _ b: Formula, _ parameters: [Formula]) -> Formula
  ) {
    self.init(start: start, end: end, shapes: shapes) { a, b, p in
      switch (a, b) {
      case (nil, nil): 0
      case (nil, let b?): lower(b, p)
      case (let a?, nil): upper(a, p)
      case (let a?, let b?): between(a, b, p)
      }
    }
  }

  /// The same wherever the ends are.
  func callAsFunction(
    from lower: Formula?, to upper: Formula?, _ p: [Formula]
  ) throws(IntervalProblem) -> Formula {
    var (a, b) = (lower, upper)
    // Ends outside of the support, where that is seen without z.
    if let x = a, let start, let value = start(x, p).constantValue, value.head <= 0 { a = nil }
    if let x = b, let end, let value = end(x, p).constantValue, value.head <= 0 { b = nil }
    var formula = try inside(a, b, p)
    if let a, let start {
      formula = .choosing(formula, else: try inside(nil, b, p), ifPositive: start(a, p))
    }
    if let b, let end {
      var other = try inside(a, nil, p)
      if let a, let start { other = .choosing(other, else: 0, ifPositive: start(a, p)) }
      formula = .choosing(formula, else: other, ifPositive: end(b, p))
    }
    if let upper, let start { formula = formula.restricted(toPositive: start(upper, p)) }
    if let lower, let end { formula = formula.restricted(toPositive: end(lower, p)) }
    return formula
  }
}

extension Family {
  /// log P(lower ≤ x ≤ upper).
  ///
  /// - Parameters:
  ///   - lower: `nil` for −∞.
  ///   - upper: `nil` for ∞.
  ///   - parameters: numbers or formulas, in the order of ``parameters`` and as many.
  /// - Throws: ``IntervalProblem`` where it is not known.
  package func logProbability(
    from lower: Formula?, to upper: Formula?, _ parameters: [Formula]
  ) throws(IntervalProblem) -> Formula {
    try checkedIntervals(parameters)(from: lower, to: upper, parameters)
  }

  /// How probable intervals are, once its shapes are known to be numbers that it can have.
  func checkedIntervals(_ arguments: [Formula]) throws(IntervalProblem) -> IntervalProbability {
    guard let intervals else { throw .noDistributionFunction(family: description) }
    for index in intervals.shapes where arguments.indices.contains(index) {
      let name = parameters[index].name
      guard let value = arguments[index].constantValue?.head else {
        throw .varyingShape(parameter: name, family: description)
      }
      guard TailIntegral.shapes.contains(value) else { throw .shape(parameter: name, value: value) }
    }
    return intervals
  }

  /// The places of the parameters that the formula of the probability of an interval has as numbers.
  package var intervalNumbers: [Int] { intervals.map { $0.shapes + $0.numbers } ?? [] }
}

extension Formula {
  /// log Σ exp(aₖ), with the terms of parts that are such sums themselves.
  static func flatMixture(_ parts: [Formula]) -> Formula {
    func terms(_ part: Formula) -> [Formula] {
      switch part {
      case .logSumExp(let inner): inner.flatMap(terms)
      case .sum(.logSumExp(let inner), let other), .sum(let other, .logSumExp(let inner)):
        inner.flatMap(terms).map { other + $0 }
      default: [part]
      }
    }
    return .mixture(parts.flatMap(terms))
  }

  /// log(exp(self) − exp(other)), for self > other.
  func minusExponential(_ other: Formula) -> Formula { self + (other - self).logOfOneMinusExp }

  /// log(b/a) of ends, with the digits of their difference.
  static func logRatio(_ a: Formula, _ b: Formula) -> Formula {
    ((b - a) / a).applying(.logOnePlus)
  }
}
