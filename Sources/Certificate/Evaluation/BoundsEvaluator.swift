// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Evaluates quantities of a graph over an interval of s = log t, which may be half of the line.
struct BoundsEvaluator {
  let graph: Graph
  private let s: Bounds
  private let isWide: Bool
  private var values: [Int: Bounds] = [:]
  /// How many slopes are being looked at within each other.
  private var depth = 0

  init(_ graph: Graph, over s: Bounds) {
    (self.graph, self.s) = (graph, s)
    isWide = !(graph.precision.difference(s.upper, s.lower) <= .one)
  }

  var precision: Precision { graph.precision }

  /// All values of a quantity.
  mutating func callAsFunction(_ form: LinearForm) -> Bounds {
    var bounds = sum(form, shift: .zero)
    guard isWide, form.terms.count > 1 else { return bounds }
    // t^p · Σ cᵢ t^(pᵢ − p) nᵢ, in which terms of other signs no longer compete.
    for power in extremes(of: form) ?? [] {
      let bracket = sum(form, shift: power)
      bounds = bounds.intersection(precision.product(self.power(power), bracket))
    }
    if !isFinite, bounds.sign == nil, let asymptotic = asymptotic(form) {
      bounds = bounds.intersection(asymptotic)
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

  /// Σ cᵢ t^(pᵢ − p) nᵢ.
  mutating func sum(_ form: LinearForm, shift: Ball) -> Bounds {
    let (terms, pairs) = isFinite ? (form.terms, []) : digammaPairs(form)
    var total = Bounds.zero
    for (argument, width, term) in pairs {
      let exponent = precision.distance(graph.exponents[term.exponent], from: shift)
      let slope = digammaSlope(argument, width, exponent)
      total = precision.sum(total, precision.product(precision.bounds(term.coefficient), slope))
    }
    for term in terms {
      let exponent = precision.distance(graph.exponents[term.exponent], from: shift)
      let factor = self.factor(exponent, node: term.node)
      total = precision.sum(
        total, precision.product(precision.bounds(term.coefficient), factor))
    }
    return total
  }

  /// t^p · n.
  mutating func factor(_ exponent: Ball, node: Int) -> Bounds {
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
    // The slope of an exponential has it as a factor, whose bounds ask for a slope again.
    guard end.isFinite, depth < BoundsEvaluator.deepest else { return direct }
    depth += 1
    defer { depth -= 1 }
    let slope = self(graph.slope(of: form))
    let outward = s.lower.isFinite ? slope : precision.negative(slope)
    var atEnd = BoundsEvaluator(graph, over: Bounds(point: end))
    let value = atEnd(form)
    if !outward.upper.isPositive { return direct.intersection(Bounds(.minusInfinity, value.upper)) }
    if !outward.lower.isNegative { return direct.intersection(Bounds(value.lower, .infinity)) }
    return direct
  }

  private static let deepest = 4

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
