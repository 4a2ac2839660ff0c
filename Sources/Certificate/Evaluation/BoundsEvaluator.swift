// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Evaluates quantities of a graph over an interval of s = log t, which may be half of the line.
struct BoundsEvaluator {
  private let graph: Graph
  private let s: Bounds
  private let isWide: Bool
  private var values: [Int: Bounds] = [:]

  init(_ graph: Graph, over s: Bounds) {
    (self.graph, self.s) = (graph, s)
    isWide = !(graph.precision.difference(s.upper, s.lower) <= .one)
  }

  private var precision: Precision { graph.precision }

  /// All values of a quantity.
  mutating func callAsFunction(_ form: LinearForm) -> Bounds {
    var bounds = sum(form, shift: .zero)
    guard isWide, form.terms.count > 1 else { return bounds }
    // t^p · Σ cᵢ t^(pᵢ − p) nᵢ, in which terms of other signs no longer compete.
    for power in extremes(of: form) ?? [] {
      let bracket = sum(form, shift: power)
      bounds = bounds.intersection(precision.product(self.power(power), bracket))
    }
    if !isFinite, bounds.sign == nil, let inner = graph.rulingExponential(form) {
      let bracket = sum(graph.scaled(form, byExp: inner), shift: .zero)
      let growth = precision.apply(.exp, self(inner))
      bounds = bounds.intersection(precision.product(growth, bracket))
      let scaled = graph.scaled(form, byExp: inner)
      for power in extremes(of: scaled) ?? [] {
        let rest = precision.product(self.power(power), sum(scaled, shift: power))
        bounds = bounds.intersection(precision.product(growth, rest))
      }
    }
    return bounds
  }

  /// The least and the greatest power, where they are not the same.
  private func extremes(of form: LinearForm) -> [Ball]? {
    let powers = form.terms.map { graph.exponents[$0.exponent] }
    guard var least = powers.first else { return nil }
    var greatest = least
    for power in powers {
      if power < least { least = power }
      if greatest < power { greatest = power }
    }
    return least.isIdentical(to: greatest) ? nil : [least, greatest].filter { !$0.isZero }
  }

  /// t^p.
  private func power(_ exponent: Ball) -> Bounds {
    precision.apply(.exp, precision.product(precision.bounds(exponent), s))
  }

  /// p − q, which is 0 for one power of the form: the difference of numbers that are no doubles is not.
  private func difference(_ p: Ball, _ q: Ball) -> Ball {
    p.isIdentical(to: q) ? .zero : precision.difference(p, q)
  }

  /// Σ cᵢ t^(pᵢ − p) nᵢ.
  private mutating func sum(_ form: LinearForm, shift: Ball) -> Bounds {
    let (terms, pairs) = isFinite ? (form.terms, []) : digammaPairs(form)
    var total = Bounds.zero
    for (argument, width, term) in pairs {
      let exponent = difference(graph.exponents[term.exponent], shift)
      let slope = digammaSlope(argument, width, exponent)
      total = precision.sum(total, precision.product(precision.bounds(term.coefficient), slope))
    }
    for term in terms {
      let exponent = difference(graph.exponents[term.exponent], shift)
      let factor = self.factor(exponent, node: term.node)
      total = precision.sum(
        total, precision.product(precision.bounds(term.coefficient), factor))
    }
    return total
  }

  /// Pairs c t^p (ψ(a t + b + w) − ψ(a t + b)) of a form, as (a t + b, w, c t^p) with a > 0, and the terms that are left.
  private func digammaPairs(
    _ form: LinearForm
  ) -> (terms: [LinearForm.Term], pairs: [(LinearForm, Ball, LinearForm.Term)]) {
    func argument(_ term: LinearForm.Term) -> LinearForm? {
      guard term.node >= 0, case .function(.polygamma(order: 0), let a) = graph.nodes[term.node],
        a.isSumOfPowers, a.terms.count <= 2
      else { return nil }
      return a
    }
    var terms = form.terms
    var pairs: [(LinearForm, Ball, LinearForm.Term)] = []
    for term in form.terms {
      guard let upper = argument(term), terms.contains(where: { $0.isLike(term) }) else { continue }
      for other in terms where other.exponent == term.exponent && !other.isLike(term) {
        guard let lower = argument(other),
          precision.sum(term.coefficient, other.coefficient).isZero,
          let width = precision.difference(upper, lower).constantValue, width.isPositive,
          lower.terms.contains(where: {
            graph.exponents[$0.exponent].isIdentical(to: .one) && $0.coefficient.isPositive
          }),
          lower.terms.allSatisfy({
            $0.exponent == 0 || graph.exponents[$0.exponent].isIdentical(to: .one)
          })
        else { continue }
        terms.removeAll { $0.isLike(term) || $0.isLike(other) }
        pairs.append((lower, width, term))
        break
      }
    }
    return (terms, pairs)
  }

  /// t^p (ψ(x + w) − ψ(x)) for x = a t + b > 0: w·ψ′ between, where 1/x < ψ′(x) < 1/x + 1/x².
  private mutating func digammaSlope(
    _ argument: LinearForm, _ width: Ball, _ exponent: Ball
  ) -> Bounds {
    let field = precision
    // x/t, from b to b + w.
    let relative = field.sum(
      sum(argument, shift: .one),
      field.product(Bounds(.zero, width), factor(Ball(-1), node: -1)))
    guard relative.lower.isPositive else { return .wholeLine }
    let inverse = field.inverse(relative)
    func power(_ shift: Double) -> Bounds { factor(field.sum(exponent, Ball(shift)), node: -1) }
    let second = field.product(power(-2), field.product(inverse, inverse))
    let slope = field.sum(
      field.product(power(-1), inverse), field.product(Bounds(.zero, .one), second))
    return field.product(field.bounds(width), slope)
  }

  /// t^p · n.
  private mutating func factor(_ exponent: Ball, node: Int) -> Bounds {
    guard node >= 0 else { return exponent.isZero ? .one : power(exponent) }
    if exponent.isZero, case .product = graph.nodes[node] {
    } else if exponent.isZero {
      return value(node)
    }
    if case .logarithm = graph.nodes[node] { return scaledLogarithm(exponent) }
    if !isFinite, case .function(.exp, let inner) = graph.nodes[node] {
      let power = precision.scaled(graph.logarithm, by: exponent)
      let product = precision.apply(.exp, monotone(precision.sum(inner, power)))
      return product.intersection(precision.product(self.power(exponent), value(node)))
    }
    if !isFinite, let inner = graph.exponentAbove(node) {
      let power = precision.scaled(graph.logarithm, by: exponent)
      let majorant = precision.apply(.exp, monotone(precision.sum(inner, power)))
      return Bounds(.zero, majorant.upper)
        .intersection(precision.product(self.power(exponent), value(node)))
    }
    if case .function(.square, let inner) = graph.nodes[node], let term = inner.single,
      term.exponent == 0, term.node >= 0, term.coefficient.isIdentical(to: .one),
      case .logarithm = graph.nodes[term.node]
    {
      let half = precision.product(exponent, Ball(0.5))
      return precision.apply(.square, scaledLogarithm(half))
    }
    let product = precision.product(power(exponent), value(node))
    if isFinite { return product }
    // The power goes with what falls in the node.
    let shift = precision.negative(exponent)
    switch graph.nodes[node] {
    case .product(let a, let b):
      if isLogarithm(a) { return product.intersection(logarithmTimes(b, exponent)) }
      if isLogarithm(b) { return product.intersection(logarithmTimes(a, exponent)) }
      return
        product
        .intersection(precision.product(sum(a, shift: shift), self(b)))
        .intersection(precision.product(self(a), sum(b, shift: shift)))
    case .quotient(let a, let b):
      return product.intersection(precision.quotient(sum(a, shift: shift), self(b)))
    case .function(.logOnePlus, let a):
      // log(1 + a)/a lies between 1 and 1/(1 + a).
      let inverse = precision.inverse(precision.sum(.one, self(a)))
      let ratio = Bounds(
        inverse.lower <= .one ? inverse.lower : .one, .one <= inverse.upper ? inverse.upper : .one)
      return product.intersection(precision.product(sum(a, shift: shift), ratio))
    default: return product
    }
  }

  private func isLogarithm(_ form: LinearForm) -> Bool {
    guard let term = form.single, term.exponent == 0, term.node >= 0,
      term.coefficient.isIdentical(to: .one), case .logarithm = graph.nodes[term.node]
    else { return false }
    return true
  }

  /// t^p · s · a: s goes with the power of t, or, where a is an exponential, does not exceed t.
  private mutating func logarithmTimes(_ a: LinearForm, _ exponent: Ball) -> Bounds {
    if let term = a.single, term.exponent == 0, term.node >= 0, !s.lower.isNegative,
      case .function(.exp, _) = graph.nodes[term.node]
    {
      let majorant = factor(precision.sum(exponent, .one), node: term.node)
      return Bounds(.zero, majorant.upper)
    }
    return exponent.isZero
      ? .wholeLine : precision.product(scaledLogarithm(exponent), self(a))
  }

  /// Over half of the line: what does not rise is nowhere above its value at the end.
  private mutating func monotone(_ form: LinearForm) -> Bounds {
    let direct = self(form)
    let end = s.lower.isFinite ? s.lower : s.upper
    guard end.isFinite else { return direct }
    let slope = self(graph.slope(of: form))
    let outward = s.lower.isFinite ? slope : precision.negative(slope)
    var atEnd = BoundsEvaluator(graph, over: Bounds(point: end))
    let value = atEnd(form)
    if !outward.upper.isPositive { return direct.intersection(Bounds(.minusInfinity, value.upper)) }
    if !outward.lower.isNegative { return direct.intersection(Bounds(value.lower, .infinity)) }
    return direct
  }

  private var isFinite: Bool { s.isFinite }

  /// s·exp(p·s): its only stationary point is s = −1/p.
  private func scaledLogarithm(_ exponent: Ball) -> Bounds {
    let direct = precision.product(power(exponent), s)
    guard let sign = exponent.sign, sign != 0 else { return direct }
    func limit(_ s: Ball) -> Bounds {
      if s.isFinite {
        let value = precision.product(s, precision.exp(precision.product(exponent, s)))
        return precision.bounds(value)
      }
      let grows = s.isPositive == (sign > 0)
      return grows ? Bounds(point: s) : .zero
    }
    var (least, greatest) = (limit(s.lower), limit(s.upper))
    if !(least.lower <= greatest.lower) { swap(&least, &greatest) }
    var (low, high) = (least.lower, least.upper <= greatest.upper ? greatest.upper : least.upper)
    let turn = precision.quotient(Ball(-1), exponent)
    if !(turn < s.lower), !(s.upper < turn) {
      let value = precision.bounds(precision.product(turn, precision.exp(Ball(-1))))
      if value.lower <= low { low = value.lower }
      if high <= value.upper { high = value.upper }
    }
    return direct.intersection(Bounds(low, high))
  }

  private mutating func value(_ node: Int) -> Bounds {
    if let known = values[node] { return known }
    let value = newValue(graph.nodes[node])
    values[node] = value
    return value
  }

  private mutating func newValue(_ node: Node) -> Bounds {
    switch node {
    case .logarithm: return s
    case .function(let function, let a): return precision.apply(function, self(a))
    case .product(let a, let b): return precision.product(self(a), self(b))
    case .quotient(let a, let b): return precision.quotient(self(a), self(b))
    case .integerPower(let a, let n):
      let base = self(a)
      let size = precision.apply(.magnitude, base)
      func raised(_ t: Ball) -> Ball {
        t.isFinite ? precision.power(t, Ball(Double(n))) : .infinity
      }
      let powers = Bounds(
        precision.lower(raised(size.lower)), precision.upper(raised(size.upper)))
      if n.isMultiple(of: 2) || base.sign == 1 { return powers }
      if base.sign == -1 { return precision.negative(powers) }
      func odd(_ t: Ball) -> Ball {
        t.isPositive ? raised(t) : precision.negative(raised(precision.magnitude(t)))
      }
      return Bounds(precision.lower(odd(base.lower)), precision.upper(odd(base.upper)))
    case .realPower(let a, let c):
      let logarithm = precision.apply(.log, self(a))
      return precision.apply(.exp, precision.product(precision.bounds(c), logarithm))
    case .cofactor(let a, slope: let slope):
      // a/t = (a(t) − a(0))/t is a mean of the slope from 0 to t.
      if !s.lower.isFinite { return self(slope) }
      return precision.quotient(self(a), precision.apply(.exp, s))
    }
  }
}
