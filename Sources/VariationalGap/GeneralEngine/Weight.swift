// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A function that is averaged, as a sum of terms whose logarithms are followed where they overflow.
final class Weight: Sendable {
  /// The function without the constant in it, so that w − c has all digits where w is about c.
  let variable: CoordinateFunction
  /// That constant.
  let constant: DoubleDouble
  /// The function, with like terms gathered.
  let sum: GatheredSum
  private let density: CoordinateFunction
  private let expansion: Once<Expansion>
  /// What was taken off the function after the expansion was made.
  private let offset: DoubleDouble

  /// The function multiplied out: for bounds alone, since values would cancel.
  fileprivate struct Expansion: Sendable {
    let terms: [Term]
    let constant: DoubleDouble
  }

  fileprivate struct Term: Sendable {
    let coefficient: DoubleDouble
    let logCoefficient: Double
    let function: Formula
    /// T, with the bounds that are known of mixtures.
    let bounded: Once<CoordinateFunction>
    /// aₖ where T is log Σ exp(aₖ), which is at least each of them, and at most the largest and the logarithm of their
    /// number; empty for any other T.
    let mixed: Once<[Expansion]>
    /// m·Σ tₖ² where T is the square of a sum of m terms that is not multiplied out, which is at most so much; `nil` for any other T.
    let squares: Once<Expansion?>
    /// 1 + m·Σ tₖ² where |T| is at most 1 + (Σ tₖ)²: log Φ(−eᵘ) is followed by that where eᵘ overflows; `nil` for any other T.
    let majorant: Once<Expansion?>
    /// A bound on log|T| where a sum in T overflows; `nil` where there is no sum.
    let sizes: Once<Majorant?>
    /// log|T|.
    let logMagnitude: CoordinateFunction
    /// log(f·|T|), in which what f and T have in common has gathered.
    let product: Once<CoordinateFunction>
    /// The exponent, log f and those of the factors of T that are exponentials, gathered; and the other
    /// factors.
    let parts: Once<(exponent: FormulaProgram, rest: FormulaProgram)>
  }

  /// - Parameters:
  ///   - function: w as a function of z.
  ///   - coordinate: the coordinate that it is followed in.
  ///   - density: log f there, with the logarithm of dz/du.
  init(_ function: LatentFunction, in coordinate: Coordinate, density: CoordinateFunction) {
    let sum = GatheredSum(function.formula(in: coordinate))
    self.sum = sum
    variable = CoordinateFunction(sum.variable)
    constant = sum.constant
    self.density = density
    offset = DoubleDouble(0)
    expansion = Once {
      let whole = GatheredSum(function.formula)
      let expanded =
        whole.isExpanded ? sum : GatheredSum(coordinate.formula(whole.expanded.formula))
      return Expansion(expanded.isExpanded ? expanded : expanded.expanded, density.formula)
    }
  }

  private init(_ weight: Weight, minus c: DoubleDouble) {
    (variable, sum) = (weight.variable, weight.sum)
    (density, expansion) = (weight.density, weight.expansion)
    (constant, offset) = (weight.constant - c, weight.offset + c)
  }

  /// w − c.
  func shifted(by c: DoubleDouble) -> Weight { Weight(self, minus: c) }

  private var terms: [Term] { expansion.value.terms }

  private var expandedConstant: Double { (expansion.value.constant - offset).head }

  /// w at u.
  func value(at u: DoubleDouble) -> DoubleDouble { variable(u) + constant }

  /// Bounds on w over a stretch.
  ///
  /// - Parameter width: bounds as close as this are close enough.
  func range(over stretch: Stretch, sufficient width: Double) -> Enclosure {
    variable.range(over: stretch, sufficient: width).shifted(by: constant)
  }

  /// Bounds on w over a rectangle of complex u; undefined where it may not be analytic.
  func enclosure(over u: ComplexEnclosure) -> ComplexEnclosure {
    variable.enclosure(over: u).shifted(by: constant)
  }

  /// Bounds on log(f·(1 + |w|)) over a stretch.
  ///
  /// - Parameters:
  ///   - bare: bounds on log f.
  ///   - range: bounds on w.
  /// - Returns: an upper bound; and how far below the product may lie, to a factor or so.
  func productRange(over stretch: Stretch, bare: Enclosure, range: Enclosure) -> Enclosure {
    let size = range.isEmpty ? 0 : max(-range.lower, range.upper)
    if size < 1e100 {
      return Enclosure(from: bare.lower, to: bare.upper + logarithm(onePlus: max(0, size)))
    }
    var (low, high) = (bare.lower, bare.upper + logarithm(1 + abs(expandedConstant)))
    func largest(_ term: Term) -> Double {
      let range = term.product.value.range(over: stretch, sufficient: 1)
      if range.isEmpty { return -.infinity }
      return range.upper < .infinity ? range.upper : bare.upper + term.largest(over: stretch)
    }
    for term in terms {
      let squares = bound(by: term.squares.value, bare: bare.upper, largest)
      if squares < .infinity {
        high = logSum(high, squares + term.logCoefficient)
        continue
      }
      let product = term.product.value.range(over: stretch, sufficient: 1)
      guard !product.isEmpty else { continue }
      low = max(low, product.lower + term.logCoefficient)
      var upper = product.upper
      if upper == .infinity {
        let own = term.bounded.value.range(over: stretch, sufficient: 1)
        if !own.isEmpty { upper = bare.upper + logarithm(max(1, -own.lower, own.upper)) }
      }
      if upper == .infinity {
        upper = bound(by: term.majorant.value, bare: bare.upper, largest)
      }
      if upper == .infinity { upper = bare.upper + term.largest(over: stretch) }
      high = logSum(high, upper + term.logCoefficient)
    }
    return Enclosure(from: min(low, high), to: high)
  }

  /// A bound on log(f·|T|) by one on f and those on f·tₖ², where |T| is at most c + Σ cₖtₖ²; ∞ where nothing of the kind is known.
  private func bound(
    by squares: Expansion?, bare: Double, _ bound: (Term) -> Double
  ) -> Double {
    guard let squares else { return .infinity }
    var sum = bare + logarithm(squares.constant.head)
    for term in squares.terms where sum < .infinity {
      sum = logSum(sum, bound(term) + term.logCoefficient)
    }
    return sum
  }

  /// A bound on log(f·(1 + |w|)) over a rectangle of complex u in which both are analytic; ∞ where that
  /// is not certain.
  ///
  /// - Parameters:
  ///   - value: bounds on w there.
  ///   - bare: a bound on log|f|.
  func logProduct(over u: ComplexEnclosure, value: ComplexEnclosure, bare: Double) -> Double {
    if value.isDefined, value.magnitude < 1e100 { return bare + logarithm(1 + value.magnitude) }
    func bound(_ term: Term) -> Double {
      let exponent = term.parts.value.exponent.enclosure(over: u)
      guard exponent.isDefined else { return .infinity }
      return exponent.real.upper
        + logarithm(term.parts.value.rest.enclosure(over: u).magnitude)
    }
    return terms.reduce(bare + logarithm(1 + abs(expandedConstant))) { sum, term in
      let own = bound(term)
      // A sum that overflows need not be so large where it counts.
      let least = own < .infinity ? own : self.bound(by: term.squares.value, bare: bare, bound)
      return logSum(sum, least + term.logCoefficient)
    }
  }

  /// w at a point.
  func value(at point: Sample) -> DoubleDouble { point.weight + constant }

  /// f·w at a point; also where w overflows and f underflows.
  func product(at point: Sample) -> Double {
    product(at: point, relativeTo: DoubleDouble(0), logDensity: point.last, density: point.density)
  }

  /// f·w over exp(peak) at a point.
  func product(at point: Sample, relativeTo peak: DoubleDouble) -> Double {
    let logDensity = point.last - peak
    return product(
      at: point, relativeTo: peak, logDensity: logDensity, density: exponential(logDensity))
  }

  private func product(
    at point: Sample, relativeTo peak: DoubleDouble, logDensity: DoubleDouble, density: Double
  ) -> Double {
    if logDensity.head == -.infinity { return 0 }
    let weight = value(at: point)
    if weight.isFinite {
      if logDensity.head > -700 || weight.head == 0 { return density * weight.head }
      // Below what is counted as underflow, whatever the parts of w.
      if logDensity.head + logarithm(abs(weight.head)) < -745 { return 0 }
      // f underflows, and f·w may not.
      let root = exponential(logDensity * 0.5)
      return root * (root * weight.head)
    }
    let total = terms.reduce(expandedConstant * density) { sum, term in
      let parts = term.parts.value
      let size = exponential(parts.exponent(point.u) - peak)
      guard size > 0 else { return sum }
      let rest = parts.rest(point.u).head
      // Two doubles that overflow are no number; the logarithm of T tells.
      let isTooLarge = rest.isNaN && term.logMagnitude(point.u).head > 700
      return sum + term.coefficient.head * size * (isTooLarge ? .infinity : rest)
    }
    // Terms of both signs that overflowed.
    return total.isNaN && weight.head.isInfinite ? .infinity : total
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
      logBound: bare.logBound + logarithm(1 + abs(expandedConstant)), isInfinite: false)
    var divergent: [Term] = []
    for term in terms {
      let own = end(term, bare: bare, over: stretch)
      if own.isInfinite { divergent.append(term) }
      total.logBound = logSum(total.logBound, own.logBound + term.logCoefficient)
    }
    total.isInfinite = divergent.contains { leads($0, over: stretch) }
    return total
  }

  /// The same of f·|T| alone.
  private func end(_ term: Term, bare: EndMass, over stretch: Stretch) -> EndMass {
    // Factors that have a bound all the way are replaced by it.
    var logSize = 0.0
    var unbounded: [Formula] = []
    let factors = term.function.factors
    for factor in factors {
      let range = factor.enclosure(over: Enclosure(from: stretch.lower, to: stretch.upper))
      let size = range.isEmpty ? 0 : max(-range.lower, range.upper)
      if size.isFinite { logSize += logarithm(size) } else { unbounded.append(factor) }
    }
    if unbounded.isEmpty { return EndMass(logBound: bare.logBound + logSize, isInfinite: false) }
    let mixed = mixedEnd(term, bare: bare, over: stretch)
    if mixed < .infinity { return EndMass(logBound: mixed, isInfinite: false) }
    let squares = bound(by: term.squares.value, bare: bare.logBound) {
      end($0, bare: bare, over: stretch).logBound
    }
    if squares < .infinity { return EndMass(logBound: squares, isInfinite: false) }
    let simple = EndMass.logBound(of: density, times: term.logMagnitude, over: stretch)
    if simple < .infinity { return EndMass(logBound: simple, isInfinite: false) }
    let largest = EndMass.logBound(of: density, times: term.sizes.value, over: stretch)
    if largest < .infinity { return EndMass(logBound: largest, isInfinite: false) }
    var whole = EndMass(of: term.product.value, over: stretch)
    if unbounded.count < factors.count {
      let logs = unbounded.reduce(density.formula) { $0 + $1.logMagnitude }
      let part = EndMass(of: CoordinateFunction(logs.gathered), over: stretch)
      whole.logBound = min(whole.logBound, part.logBound + logSize)
    }
    if whole.logBound == .infinity, !whole.isInfinite {
      whole.logBound = bound(by: term.majorant.value, bare: bare.logBound) {
        end($0, bare: bare, over: stretch).logBound
      }
    }
    return whole
  }

  /// A bound on the logarithm of the mass of f·|T| for T = log Σ exp(aₖ), from |T| ≤ max(0, sup T) + |aₖ| for every k,
  /// and |T| ≤ log n + Σ|aₖ|; ∞ for any other T.
  private func mixedEnd(_ term: Term, bare: EndMass, over stretch: Stretch) -> Double {
    let parts = term.mixed.value.map { part -> Double in
      part.terms.reduce(bare.logBound + logarithm(abs(part.constant.head))) {
        logSum($0, end($1, bare: bare, over: stretch).logBound + $1.logCoefficient)
      }
    }
    guard let least = parts.min(), least < .infinity else { return .infinity }
    let highest = term.bounded.value.range(over: stretch, sufficient: .infinity).upper
    let one = logSum(least, bare.logBound + logarithm(max(0, highest)))
    let all = parts.reduce(bare.logBound + logarithm(logarithm(Double(parts.count))), logSum)
    return min(one.isNaN ? .infinity : one, all)
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

extension Weight.Expansion {
  fileprivate init(_ sum: GatheredSum, _ logDensity: Formula) {
    constant = sum.constant
    terms = sum.terms.map { Weight.Term($0.coefficient, $0.formula, logDensity) }
  }

  /// c + m·c₀² + Σ m·cₖ²·Tₖ² of a sum of m terms, whose square is at most so much, without the c.
  fileprivate init(squaresOf sum: GatheredSum, plus c: Double = 0, _ logDensity: Formula) {
    let count = DoubleDouble(Double(sum.terms.count + (sum.constant.head == 0 ? 0 : 1)))
    constant = DoubleDouble(c) + count * sum.constant * sum.constant
    terms = sum.terms.map {
      Weight.Term(count * $0.coefficient * $0.coefficient, $0.formula.squared, logDensity)
    }
  }
}

extension Weight.Term {
  /// A bound on log|T| over a stretch, from the sizes of the terms of its sums; ∞ where it has none.
  fileprivate func largest(over stretch: Stretch) -> Double {
    sizes.value?.upperBound(over: stretch) ?? .infinity
  }

  fileprivate init(_ coefficient: DoubleDouble, _ function: Formula, _ logDensity: Formula) {
    let log = function.logMagnitude.gathered
    self.init(
      coefficient: coefficient, logCoefficient: logarithm(abs(coefficient.head)),
      function: function, bounded: Once { CoordinateFunction(function) },
      mixed: Once {
        // A part that is −∞ in places bounds nothing from below.
        guard case .logSumExp(let parts) = function, !parts.contains(where: \.isRestricted)
        else { return [] }
        return parts.map { Weight.Expansion(GatheredSum($0), logDensity) }
      },
      squares: Once {
        guard case .function(.square, let a) = function else { return nil }
        let sum = GatheredSum(a)
        return sum.terms.count < 2 ? nil : Weight.Expansion(squaresOf: sum, logDensity)
      },
      majorant: Once {
        switch function {
        // Of each of these the magnitude is at most 1 + t².
        case .function(.softplus, let t), .function(.logNormalCumulative, let t),
          .function(.logNormalRatio, let t):
          Weight.Expansion(squaresOf: GatheredSum(t), plus: 1, logDensity)
        default: nil
        }
      },
      sizes: Once {
        let sizes = Majorant(function)
        return sizes.hasSum ? sizes : nil
      }, logMagnitude: CoordinateFunction(log),
      product: Once { CoordinateFunction((logDensity + log).gathered) },
      parts: Once {
        var (exponent, rest): (Formula, Formula) = (logDensity, 1)
        for factor in function.factors {
          if case .function(.exp, let a) = factor {
            exponent = exponent + a
          } else {
            rest = rest * factor
          }
        }
        return (FormulaProgram(exponent.gathered), FormulaProgram(rest))
      })
  }
}

extension Formula {
  /// The factors of a product, or the formula itself.
  fileprivate var factors: [Formula] {
    if case .product(let a, let b) = self { a.factors + b.factors } else { [self] }
  }

  /// The square of each factor, those of exponentials as one.
  fileprivate var squared: Formula {
    switch self {
    case .product(let a, let b): a.squared * b.squared
    case .function(.exp, let a): (2 * a).gathered.applying(.exp)
    default: applying(.square)
    }
  }
}
