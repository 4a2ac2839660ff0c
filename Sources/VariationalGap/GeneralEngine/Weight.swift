// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A function that is averaged, as a sum of terms whose logarithms are followed where they overflow.
struct Weight: Sendable {
  let function: CoordinateFunction
  private let terms: [Term]
  private let constant: Double
  private let density: CoordinateFunction
  private let multipliedOut: Formula

  private struct Term {
    let coefficient: DoubleDouble
    let logCoefficient: Double
    let function: Formula
    /// log|T| as a formula.
    let logMagnitude: CoordinateFunction
    /// log(f·|T|), in which what f and T have in common has gathered.
    let product: CoordinateFunction
    /// log f and the exponents of those factors of T that are exponentials, gathered.
    let exponent: Formula
    /// The other factors of T.
    let rest: Formula
  }

  /// - Parameters:
  ///   - formula: w as a function of z.
  ///   - coordinate: the coordinate that it is followed in.
  ///   - density: log f there, with the logarithm of dz/du.
  init(_ formula: Formula, in coordinate: Coordinate, density: CoordinateFunction) {
    // Multiplied out for bounds alone: the values would cancel.
    self.init(
      coordinate.formula(formula),
      multipliedOut: coordinate.formula(GatheredSum(formula).expanded.formula), density: density)
  }

  private init(_ formula: Formula, multipliedOut: Formula, density: CoordinateFunction) {
    function = CoordinateFunction(GatheredSum(formula).formula)
    self.multipliedOut = multipliedOut
    let sum = GatheredSum(multipliedOut).expanded
    constant = sum.constant.head
    self.density = density
    terms = sum.terms.map { term in
      let log = term.formula.logMagnitude.gathered
      var (exponent, rest): (Formula, Formula) = (density.formula, 1)
      for factor in term.formula.factors {
        if case .function(.exp, let a) = factor {
          exponent = exponent + a
        } else {
          rest = rest * factor
        }
      }
      return Term(
        coefficient: term.coefficient, logCoefficient: logarithm(abs(term.coefficient.head)),
        function: term.formula, logMagnitude: CoordinateFunction(log),
        product: CoordinateFunction((density.formula + log).gathered),
        exponent: exponent.gathered, rest: rest)
    }
  }

  /// w − c.
  func shifted(by c: DoubleDouble) -> Weight {
    Weight(
      function.formula - .constant(c), multipliedOut: multipliedOut - .constant(c),
      density: density)
  }

  /// Bounds on log(f·(1 + |w|)) over a stretch.
  ///
  /// - Parameter bare: bounds on log f.
  /// - Returns: an upper bound; and how far below the product may lie, to a factor or so.
  func productRange(over stretch: Stretch, bare: Enclosure) -> Enclosure {
    let range = function.range(over: stretch, sufficient: 1)
    let size = range.isEmpty ? 0 : max(-range.lower, range.upper)
    if size < 1e100 {
      return Enclosure(from: bare.lower, to: bare.upper + logarithm(onePlus: max(0, size)))
    }
    var (low, high) = (bare.lower, bare.upper + logarithm(1 + abs(constant)))
    for term in terms {
      let product = term.product.range(over: stretch, sufficient: 1)
      guard !product.isEmpty else { continue }
      low = max(low, product.lower + term.logCoefficient)
      high = logSum(high, product.upper + term.logCoefficient)
    }
    return Enclosure(from: min(low, high), to: high)
  }

  /// A bound on log(f·(1 + |w|)) over a rectangle of complex u in which both are analytic; ∞ where that
  /// is not certain.
  ///
  /// - Parameter bare: a bound on log|f|.
  func logProduct(over u: ComplexEnclosure, bare: Double) -> Double {
    let value = function.formula.enclosure(over: u)
    if value.isDefined, value.magnitude < 1e100 { return bare + logarithm(1 + value.magnitude) }
    return terms.reduce(bare + logarithm(1 + abs(constant))) { bound, term in
      let exponent = term.exponent.enclosure(over: u)
      guard exponent.isDefined else { return .infinity }
      let size = logarithm(term.rest.enclosure(over: u).magnitude)
      return logSum(bound, exponent.real.upper + term.logCoefficient + size)
    }
  }

  /// f·w at u, given log f there; also where w overflows and f underflows.
  func value(at u: DoubleDouble, logDensity: DoubleDouble) -> Double {
    if logDensity.head == -.infinity { return 0 }
    let weight = function(u)
    if weight.isFinite, logDensity.head > -700 || weight.head == 0 {
      return exponential(logDensity) * weight.head
    }
    // log f is known relative to a peak.
    let shift = logDensity - density(u)
    return terms.reduce(constant * exponential(logDensity)) { sum, term in
      let size = exponential(term.exponent(u) + shift)
      return size == 0 ? sum : sum + term.coefficient.head * size * term.rest(u).head
    }
  }

  /// What the terms of f·|w| do towards an infinite end of a coordinate.
  ///
  /// - Parameters:
  ///   - bare: the mass of f.
  ///   - stretch: one that reaches the end.
  /// - Returns: a bound on the logarithm of the mass of f·(1 + |w|), ∞ where there is none; and whether
  ///   it was shown to be infinite.
  func end(bare: EndMass, over stretch: Stretch) -> EndMass {
    var total = EndMass(
      logBound: bare.logBound + logarithm(1 + abs(constant)), isInfinite: false)
    var divergent: [Term] = []
    for term in terms {
      // Factors that have a bound all the way are replaced by it.
      var logSize = term.logCoefficient
      var unbounded: [Formula] = []
      for factor in term.function.factors {
        let range = factor.enclosure(over: Enclosure(from: stretch.lower, to: stretch.upper))
        let size = range.isEmpty ? 0 : max(-range.lower, range.upper)
        if size.isFinite { logSize += logarithm(size) } else { unbounded.append(factor) }
      }
      if unbounded.isEmpty {
        total.logBound = logSum(total.logBound, bare.logBound + logSize)
        continue
      }
      let whole = EndMass(of: term.product, over: stretch)
      if whole.isInfinite { divergent.append(term) }
      let logs = unbounded.reduce(density.formula) { $0 + $1.logMagnitude }
      let part = EndMass(of: CoordinateFunction(logs.gathered), over: stretch)
      total.logBound = logSum(
        total.logBound, min(whole.logBound + term.logCoefficient, part.logBound + logSize))
    }
    total.isInfinite = divergent.contains { leads($0, over: stretch) }
    return total
  }

  /// Whether a term is not made up for by others towards an infinite end: each is bounded, of the same sign,
  /// or outgrown, or all others together are but a part of it.
  private func leads(_ leader: Term, over stretch: Stretch) -> Bool {
    let isUpper = stretch.upper == .infinity
    let cell = Enclosure(from: stretch.lower, to: stretch.upper)
    /// The sign of a term all the way; `nil` where it may change.
    func isPositive(_ term: Term) -> Bool? {
      let range = term.function.enclosure(over: cell)
      guard !range.isEmpty, range.lower >= 0 || range.upper <= 0 else { return nil }
      return (range.lower >= 0) == (term.coefficient.head > 0)
    }
    guard let sign = isPositive(leader) else { return false }
    var share = 0.0
    for other in terms where other.function != leader.function && isPositive(other) != sign {
      let range = other.function.enclosure(over: cell)
      if !range.isEmpty, range.lower.isFinite, range.upper.isFinite { continue }
      let ratio = CoordinateFunction(
        (leader.logMagnitude.formula - other.logMagnitude.formula).gathered)
      let slope = ratio.slope(over: stretch)
      if !slope.isEmpty, isUpper ? slope.lower > 0 : slope.upper < 0 { continue }
      let logRatio = ratio.range(over: stretch, sufficient: .infinity)
      guard !logRatio.isEmpty else { return false }
      share += exponential(other.logCoefficient - leader.logCoefficient - logRatio.lower)
    }
    return share < 0.99
  }
}

extension Formula {
  /// The factors of a product, or the formula itself.
  fileprivate var factors: [Formula] {
    if case .product(let a, let b) = self { a.factors + b.factors } else { [self] }
  }
}
