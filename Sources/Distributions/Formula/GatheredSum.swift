// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// A formula as a number and multiples of other formulas, c₀ + Σ cₖTₖ(z), with like terms gathered.
///
/// The log density of a prior, of all observations and of q have terms in common, and what is left
/// of their coefficients after the sum is exact to 31 digits: (α − 1) log z + log z is α log z for
/// every α > 0, however small.
public struct GatheredSum: Sendable, Hashable {
  /// c₀.
  public private(set) var constant = DoubleDouble(0)

  /// cₖ and Tₖ in the order in which they first occur; no cₖ is 0, no two Tₖ are the same.
  public private(set) var terms: [Term] = []

  /// A multiple of a formula.
  public struct Term: Sendable, Hashable {
    /// cₖ.
    public var coefficient: DoubleDouble
    /// Tₖ.
    public let formula: Formula
  }

  /// Gathers the terms of a formula: products with numbers are multiplied out, nothing else is.
  public init(_ formula: Formula) { self.init(formula, dropping: 0) }

  /// The same without terms whose coefficients cancel but for the rounding of the products and quotients that they are sums
  /// of: far out such a rest of 1e-32 would lead.
  package init(cancelling formula: Formula) { self.init(formula, dropping: 0x1p-96) }

  private init(_ formula: Formula, dropping share: Double) {
    var gathering = Gathering()
    gathering.add(formula, Share())
    constant = gathering.constant.value
    for (index, formula) in gathering.formulas.items.enumerated() {
      let coefficient = gathering.coefficients[index].value
      if coefficient.head != 0, !(coefficient.head.magnitude < share * gathering.rounded[index]) {
        terms.append(Term(coefficient: coefficient, formula: formula))
      }
    }
  }

  /// The sum while its terms are looked for.
  fileprivate struct Gathering {
    /// Rounded but once, so that what is 0 is 0 in whatever order it was added up: far out a formula may be e^(eᶻ), and
    /// a coefficient of 1e-33 in front of it all that is left.
    var constant = ExactSum()
    var coefficients: [ExactSum] = []
    /// The sums of the magnitudes of what no double holds, and was rounded.
    var rounded: [Double] = []
    var formulas = DistinctList<Formula>()
  }

  /// The sum plus a number.
  package func shifted(by constant: DoubleDouble) -> GatheredSum {
    var sum = self
    sum.constant = self.constant + constant
    return sum
  }

  /// a − b, term by term.
  package init(_ a: GatheredSum, minus b: GatheredSum) {
    constant = a.constant - b.constant
    terms = a.terms
    for term in b.terms {
      if let place = terms.firstIndex(where: { $0.formula == term.formula }) {
        terms[place].coefficient = terms[place].coefficient - term.coefficient
      } else {
        terms.append(Term(coefficient: -term.coefficient, formula: term.formula))
      }
    }
    terms.removeAll { $0.coefficient.head == 0 }
  }

  /// What a part is multiplied with: kept as a quotient, so that c/c is 1.
  fileprivate struct Share {
    var factor = DoubleDouble(1)
    var divisor = DoubleDouble(1)

    static prefix func - (share: Share) -> Share {
      Share(factor: -share.factor, divisor: share.divisor)
    }

    func times(_ value: DoubleDouble) -> Share {
      Share(factor: factor * value, divisor: divisor)
    }

    func over(_ value: DoubleDouble) -> Share {
      let product = divisor * value
      // A divisor that over- or underflows goes into the factor.
      return product.isFinite && product.head.magnitude > 1e-290
        ? Share(factor: factor, divisor: product)
        : Share(factor: factor / divisor / value)
    }

    var value: DoubleDouble { divisor == DoubleDouble(1) ? factor : factor / divisor }

    /// What it became by a factor or a divisor; `nil` where that is out of the range of doubles, or has lost its digits
    /// there, as 1/σ² has at σ = 1e251: what is multiplied with it would be gone.
    func becoming(_ new: Share, by number: DoubleDouble) -> Share? {
      guard value.head != 0, number.head != 0, number.isFinite else { return new }
      let isHeld = GatheredSum.isHeld(
        new.value.head.magnitude, of: value.head.magnitude, number.head.magnitude)
      return isHeld ? new : nil
    }
  }

  /// The sum as a formula again.
  public var formula: Formula { variable + .constant(constant) }

  /// The sum without c₀.
  public var variable: Formula { .total(of: multiples) }

  /// cₖTₖ, and c₀ unless it is 0.
  var parts: [Formula] { constant.head == 0 ? multiples : multiples + [.constant(constant)] }

  private var multiples: [Formula] {
    terms.map { term in
      switch term.coefficient {
      case DoubleDouble(1): term.formula
      case DoubleDouble(-1): -term.formula
      default: .product(.constant(term.coefficient), term.formula)
      }
    }
  }
}

extension GatheredSum.Gathering {
  fileprivate mutating func add(_ formula: Formula, _ share: GatheredSum.Share) {
    switch formula {
    case .constant(let value):
      constant.add(share.times(value).value)
    case .sum(let a, let b):
      add(a, share)
      add(b, share)
    case .difference(let a, let b):
      add(a, share)
      add(b, -share)
    case .negative(let a):
      add(a, -share)
    case .product(.constant(let value), let a), .product(let a, .constant(let value)):
      guard let share = share.becoming(share.times(value), by: value) else {
        return addWhole(formula, share)
      }
      add(a, share)
    case .quotient(let a, .constant(let value)):
      guard let share = share.becoming(share.over(value), by: value) else {
        return addWhole(formula, share)
      }
      add(a, share)
    default:
      if let (number, rest) = formula.multiple,
        let share = share.becoming(share.times(number), by: number)
      {
        return add(rest, share)
      }
      addWhole(formula, share)
    }
  }

  private mutating func addWhole(_ formula: Formula, _ share: GatheredSum.Share) {
    let place = formulas.place(of: formula)
    if place == coefficients.count {
      coefficients.append(ExactSum())
      rounded.append(0)
    }
    let value = share.value
    coefficients[place].add(value)
    // A tail far below the last digit of the head was not left by rounding: α − 1 is exact for α = 1e-100.
    if value.tail.magnitude > 0x1p-40 * value.head.ulp { rounded[place] += value.head.magnitude }
  }
}

extension GatheredSum {
  /// As many terms are multiplied out.
  private static let mostTerms = 64

  /// The sum with products and squares of sums multiplied out, where that makes no more than a few dozen
  /// terms, whose coefficients doubles hold.
  public var expanded: GatheredSum {
    var parts: [Formula] = [.constant(constant)]
    for term in terms {
      parts.append(.constant(term.coefficient) * GatheredSum.expand(term.formula).formula)
    }
    return GatheredSum(.total(of: parts))
  }

  /// Whether there is nothing to multiply out.
  public var isExpanded: Bool {
    terms.allSatisfy { term in
      switch term.formula {
      case .product, .function(.square, _), .sum, .difference, .negative: false
      default: true
      }
    }
  }

  private static func expand(_ formula: Formula) -> GatheredSum {
    guard !TimeLimit.isOver else { return GatheredSum(.number(.nan)) }
    switch formula {
    case .product(let a, let b): return product(expand(a), expand(b)) ?? GatheredSum(formula)
    case .function(.square, let a):
      // Once: of a tower of squares each level would double it.
      let factor = expand(a)
      return product(factor, factor) ?? GatheredSum(formula)
    case .sum, .difference, .negative: return GatheredSum(formula).expanded
    default: return GatheredSum(formula)
    }
  }

  private static func product(_ a: GatheredSum, _ b: GatheredSum) -> GatheredSum? {
    guard (a.terms.count + 1) * (b.terms.count + 1) <= mostTerms,
      (a.largest * b.largest).isFinite, isHeld(a.least * b.least, of: a.least, b.least)
    else { return nil }
    var parts: [Formula] = [
      .constant(a.constant) * b.formula,
      .constant(b.constant) * (a.formula - .constant(a.constant)),
    ]
    for first in a.terms {
      for second in b.terms {
        parts.append(
          .constant(first.coefficient * second.coefficient)
            * multiply(first.formula, second.formula))
      }
    }
    return GatheredSum(.total(of: parts))
  }

  /// Whether what became of two magnitudes is a double with all of its digits, or with as many as they have.
  fileprivate static func isHeld(_ size: Double, of a: Double, _ b: Double) -> Bool {
    size.isFinite && size >= min(1e-290, a, b)
  }

  /// The magnitude of the smallest coefficient that is not 0.
  private var least: Double {
    (terms.map(\.coefficient) + [constant]).map(\.head.magnitude).filter { $0 > 0 }.min() ?? 1
  }

  /// The magnitude of the largest coefficient.
  private var largest: Double {
    terms.reduce(abs(constant.head)) { max($0, abs($1.coefficient.head)) }
  }

  private static func multiply(_ a: Formula, _ b: Formula) -> Formula {
    switch (a, b) {
    case (.function(.exp, let s), .function(.exp, let t)): (s + t).gathered.applying(.exp)
    case _ where a == b: a.applying(.square)
    default: a * b
    }
  }
}

extension Formula {
  /// The numbers in a product, and what they are multiplied with; `nil` where there are none, or where no double holds their product.
  fileprivate var multiple: (number: DoubleDouble, rest: Formula)? {
    switch self {
    case .product(.constant(let number), let a), .product(let a, .constant(let number)):
      guard let inner = a.multiple else { return (number, a) }
      return Formula.product(of: number, inner.number).map { ($0, inner.rest) }
    case .product(let a, let b):
      let (first, second) = (a.multiple, b.multiple)
      guard let number = first?.number ?? second?.number else { return nil }
      let rest = (first?.rest ?? a) * (second?.rest ?? b)
      guard first != nil, let other = second?.number else { return (number, rest) }
      return Formula.product(of: number, other).map { ($0, rest) }
    case .negative(let a):
      return a.multiple.map { (-$0.number, $0.rest) } ?? (-DoubleDouble(1), a)
    default: return nil
    }
  }

  /// The product of two numbers; `nil` where no double holds it.
  private static func product(of a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble? {
    let product = a * b
    let isHeld = GatheredSum.isHeld(product.head.magnitude, of: a.head.magnitude, b.head.magnitude)
    return isHeld ? product : nil
  }

  /// The same function with like terms gathered.
  public var gathered: Formula { GatheredSum(self).formula }
}
