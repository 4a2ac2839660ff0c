// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Quantities as functions of a coordinate t = eˢ > 0, with everything in common computed once.
///
/// The latent is z = origin ± t. What is an elementary function of log t stays one: log t is s, a power
/// t^a is exp(a·s), the logarithm of a product is a sum. So nothing is lost, and no enclosure grows,
/// where t is 1e-300 or exp(−1e15).
final class Graph {
  /// Where its forms are to be narrow.
  enum Reach {
    /// On short intervals.
    case bulk
    /// Towards t = 0: sums are ruled by their lowest power.
    case inner
    /// Towards t = ∞: sums are ruled by their highest power.
    case outer
  }

  let precision: Precision
  let reach: Reach

  private(set) var nodes: [Node] = []
  /// The powers of t that occur; the first is 0.
  private(set) var exponents: [Ball] = [.zero]
  private var slopes: [Int: LinearForm] = [:]

  init(precision: Precision, reach: Reach) {
    (self.precision, self.reach) = (precision, reach)
  }

  // MARK: Building blocks

  /// The index of a power.
  func exponent(_ value: Ball) -> Int {
    if let index = exponents.firstIndex(where: { $0.isIdentical(to: value) }) { return index }
    exponents.append(value)
    return exponents.count - 1
  }

  /// A node, the present one where there is one alike.
  func form(_ node: Node) -> LinearForm {
    if let index = nodes.firstIndex(where: { $0.isIdentical(to: node) }) { return .node(index) }
    nodes.append(node)
    return .node(nodes.count - 1)
  }

  /// s = log t.
  var logarithm: LinearForm { form(.logarithm) }

  /// c·t^p.
  func power(_ coefficient: Ball, _ exponent: Ball) -> LinearForm {
    normalised([
      LinearForm.Term(coefficient: coefficient, exponent: self.exponent(exponent), node: -1)
    ])
  }

  /// The form with these terms, in any order.
  func normalised(_ terms: [LinearForm.Term]) -> LinearForm {
    terms.sorted { $0.precedes($1) }.reduce(LinearForm.zero) {
      $1.coefficient.isZero ? $0 : precision.sum($0, LinearForm(terms: [$1]))
    }
  }

  /// a · t^p.
  func shifted(_ a: LinearForm, by exponent: Ball) -> LinearForm {
    if exponent.isZero { return a }
    return normalised(
      a.terms.map {
        var term = $0
        term.exponent = self.exponent(precision.sum(exponents[$0.exponent], exponent))
        return term
      })
  }

  /// a / t^p for a power p that it has: what had it has none.
  private func divided(_ a: LinearForm, byPower power: Ball) -> LinearForm {
    normalised(
      a.terms.map {
        var term = $0
        term.exponent = exponent(precision.distance(exponents[$0.exponent], from: power))
        return term
      })
  }

  // MARK: Arithmetic

  /// How many terms a product may have that is written out.
  private static let longestExpansion = 12

  func product(_ a: LinearForm, _ b: LinearForm) -> LinearForm {
    if let c = a.constantValue { return precision.scaled(b, by: c) }
    if let c = b.constantValue { return precision.scaled(a, by: c) }
    if let m = a.monomial {
      return shifted(precision.scaled(b, by: m.coefficient), by: exponents[m.exponent])
    }
    if b.monomial != nil { return product(b, a) }
    if reach != .bulk, a.terms.count + b.terms.count > 2,
      a.terms.count * b.terms.count <= Graph.longestExpansion
    {
      return expandedProduct(a, b)
    }
    // What is in front of a single node goes in front of the product.
    if let term = a.single, !(term.exponent == 0 && term.coefficient.isIdentical(to: .one)) {
      return product(factor(of: term), product(.node(term.node), b))
    }
    if let term = b.single, !(term.exponent == 0 && term.coefficient.isIdentical(to: .one)) {
      return product(factor(of: term), product(a, .node(term.node)))
    }
    // Two nodes, or two sums.
    if let c = a.single, let d = b.single, case .function(.exp, let left) = nodes[c.node],
      case .function(.exp, let right) = nodes[d.node]
    {
      return exp(precision.sum(left, right))
    }
    return a.isIdentical(to: b) ? form(.function(.square, a)) : form(.product(a, b))
  }

  /// The product of sums, term by term.
  private func expandedProduct(_ a: LinearForm, _ b: LinearForm) -> LinearForm {
    var total = LinearForm.zero
    for first in a.terms {
      for second in b.terms {
        let term = product(LinearForm(terms: [first]), LinearForm(terms: [second]))
        total = precision.sum(total, term)
      }
    }
    return total
  }

  /// c·t^p of a term.
  func factor(of term: LinearForm.Term) -> LinearForm {
    LinearForm(
      terms: [LinearForm.Term(coefficient: term.coefficient, exponent: term.exponent, node: -1)])
  }

  /// a/b; a root of b at t = 0 is known if `hasRoot`.
  func quotient(_ a: LinearForm, _ b: LinearForm, hasRoot: Bool = false) -> LinearForm {
    if let c = b.constantValue { return precision.scaled(a, by: precision.quotient(.one, c)) }
    if a.terms.isEmpty { return .zero }
    if a.isIdentical(to: b) { return .constant(.one) }
    if let m = b.monomial {
      let inverse = precision.quotient(.one, m.coefficient)
      return shifted(
        precision.scaled(a, by: inverse), by: precision.negative(exponents[m.exponent]))
    }
    if let (power, rest) = split(b, hasRoot: hasRoot) {
      return quotient(shifted(a, by: precision.negative(power)), rest)
    }
    if let term = b.single {
      let front = precision.quotient(.one, term.coefficient)
      let a = shifted(
        precision.scaled(a, by: front), by: precision.negative(exponents[term.exponent]))
      return divided(a, by: term.node)
    }
    if reach != .bulk, let power = ruling(a), !power.containsZero {
      return shifted(quotient(divided(a, byPower: power), b), by: power)
    }
    if let inner = rulingExponential(b) {
      return quotient(scaled(a, byExp: inner), scaled(b, byExp: inner))
    }
    if let term = a.single, term.exponent != 0 || !term.coefficient.isIdentical(to: .one) {
      let bare = term.node < 0 ? LinearForm.constant(.one) : .node(term.node)
      return product(factor(of: term), quotient(bare, b))
    }
    return form(.quotient(a, b))
  }

  /// The exponent of an exponential that grows with t → ∞, and that no other of the sum outgrows.
  func rulingExponential(_ a: LinearForm) -> LinearForm? {
    guard reach == .outer else { return nil }
    let exponents = a.terms.compactMap { term -> LinearForm? in
      guard term.node >= 0, case .function(.exp, let inner) = nodes[term.node] else { return nil }
      return inner
    }
    return exponents.first { candidate in
      fallsOutwards(precision.scaled(candidate, by: Ball(-1)))
        && exponents.allSatisfy { falls($0, behind: candidate) }
    }
  }

  /// a·exp(−b).
  func scaled(_ a: LinearForm, byExp b: LinearForm) -> LinearForm {
    a.terms.reduce(LinearForm.zero) { sum, term in
      let new: LinearForm
      if term.node >= 0, case .function(.exp, let inner) = nodes[term.node] {
        new = exp(difference(inner, b))
      } else {
        let factor = exp(precision.scaled(b, by: Ball(-1)))
        new = term.node < 0 ? factor : product(.node(term.node), factor)
      }
      return precision.sum(sum, product(self.factor(of: term), new))
    }
  }

  /// The factors of a product with an exponential among them.
  private func exponentialProduct(_ node: Int) -> (LinearForm, LinearForm)? {
    guard case .product(let a, let b) = nodes[node], isExponential(a) || isExponential(b) else {
      return nil
    }
    return (a, b)
  }

  /// Whether a form is an exponential, and no more.
  private func isExponential(_ a: LinearForm) -> Bool {
    a.single.flatMap { exponent(ofNode: $0.node) } != nil
  }

  /// a where a node is exp(a).
  func exponent(ofNode node: Int) -> LinearForm? {
    guard node >= 0, case .function(.exp, let inner) = nodes[node] else { return nil }
    return inner
  }

  /// a where a node does not exceed exp(a), and is positive.
  func exponentAbove(_ node: Int) -> LinearForm? {
    guard node >= 0 else { return nil }
    switch nodes[node] {
    case .function(.exp, let a), .function(.inverseLogit, let a), .function(.softplus, let a):
      return a
    case .function(.square, let a):
      return exponent(above: a).map { precision.scaled($0, by: Ball(2)) }
    case .realPower(let a, let c) where c.isPositive:
      return exponent(above: a).map { precision.scaled($0, by: c) }
    case .product(let a, let b):
      guard let left = exponent(above: a), let right = exponent(above: b) else { return nil }
      return precision.sum(left, right)
    case .quotient(let a, let b):
      // A sum of what is positive is no less than the number in it.
      let isPositive = b.terms.allSatisfy {
        $0.coefficient.isPositive && ($0.node < 0 || exponentAbove($0.node) != nil)
      }
      guard isPositive, let least = b.terms.first(where: { $0.exponent == 0 && $0.node < 0 })
      else { return nil }
      return exponent(above: a).map {
        precision.difference($0, .constant(precision.log(least.coefficient)))
      }
    default: return nil
    }
  }

  /// The same of a form with one term.
  private func exponent(above form: LinearForm) -> LinearForm? {
    guard let term = form.single, term.coefficient.isPositive else { return nil }
    let front = precision.sum(
      .constant(precision.log(term.coefficient)),
      precision.scaled(logarithm, by: exponents[term.exponent]))
    return term.node < 0 ? front : exponentAbove(term.node).map { precision.sum(front, $0) }
  }

  /// a/n: terms with n lose it.
  private func divided(_ a: LinearForm, by node: Int) -> LinearForm {
    if case .function(.exp, let inner) = nodes[node] { return scaled(a, byExp: inner) }
    if let (b, c) = exponentialProduct(node) {
      return quotient(quotient(a, b), c)
    }
    if reach == .outer, let term = a.single, isExponential(a) {
      return product(
        product(factor(of: term), .node(term.node)), form(.quotient(.constant(.one), .node(node))))
    }
    let rest = LinearForm(terms: a.terms.filter { $0.node != node })
    let bare = a.terms.filter { $0.node == node }.map {
      LinearForm.Term(coefficient: $0.coefficient, exponent: $0.exponent, node: -1)
    }
    let quotient =
      rest.terms.isEmpty
      ? LinearForm.zero
      : rest.single.map {
        product(
          factor(of: $0),
          form(.quotient($0.node < 0 ? .constant(.one) : .node($0.node), .node(node))))
      } ?? form(.quotient(rest, .node(node)))
    return precision.sum(normalised(bare), quotient)
  }

  /// t^p and a rest that does not vanish or grow as t goes where the forms are to be narrow; `nil`
  /// where p is 0, or nothing is known.
  func split(_ a: LinearForm, hasRoot: Bool) -> (power: Ball, rest: LinearForm)? {
    var a = a
    if hasRoot {
      guard a.isSumOfPowers else {
        guard reach != .outer else { return nil }
        let slope = shifted(self.slope(of: a), by: Ball(-1))
        return (.one, form(.cofactor(a, slope: slope)))
      }
      // The number in front is 0, whatever its ball.
      a.terms.removeAll { $0.exponent == 0 }
    }
    // Of a power that has been taken out already a ball about 0 may be left.
    guard hasRoot || reach != .bulk, let rule = ruling(a), !rule.containsZero
    else { return nil }
    return (rule, divided(a, byPower: rule))
  }

  /// Whether a node has an exponential in it that goes to 0 with t → ∞, faster than any power grows.
  private func fallsExponentially(_ node: Int) -> Bool {
    guard node >= 0 else { return false }
    switch nodes[node] {
    case .function(.exp, let inner): return fallsOutwards(inner)
    case .product(let a, let b):
      return [a, b].contains { $0.single.map { fallsExponentially($0.node) } ?? false }
    default: return false
    }
  }

  /// The power of t that rules where the forms are to be narrow; `nil` where it cannot be said.
  func ruling(_ a: LinearForm) -> Ball? {
    let terms = reach == .outer ? a.terms.filter { !fallsExponentially($0.node) } : a.terms
    let powers = terms.map { exponents[$0.exponent] }
    guard var rule = powers.first else { return nil }
    for power in powers.dropFirst() {
      if reach == .outer ? rule < power : power < rule {
        rule = power
      } else if !(reach == .outer ? power <= rule : rule <= power), !power.isIdentical(to: rule) {
        return nil
      }
    }
    return rule
  }

  func square(_ a: LinearForm) -> LinearForm {
    if let c = a.constantValue { return .constant(precision.apply(.square, c)) }
    if let term = a.single {
      let front = power(
        precision.apply(.square, term.coefficient),
        precision.product(Ball(2), exponents[term.exponent]))
      if term.node < 0 { return front }
      if let inner = exponent(ofNode: term.node) {
        return product(front, exp(precision.scaled(inner, by: Ball(2))))
      }
      if let (b, c) = exponentialProduct(term.node) {
        return product(front, product(square(b), square(c)))
      }
      return product(front, form(.function(.square, .node(term.node))))
    }
    if reach != .bulk { return product(a, a) }
    return form(.function(.square, a))
  }

  /// a^c for a number c; a is positive unless c is a whole number.
  func raised(_ a: LinearForm, to c: Ball, hasRoot: Bool = false) -> LinearForm {
    if let base = a.constantValue { return .constant(precision.power(base, c)) }
    if c.isZero { return .constant(.one) }
    let whole = c.smallInteger
    if whole == 1 { return a }
    if whole == 2 { return square(a) }
    if let m = a.monomial, whole != nil || m.coefficient.isPositive {
      return power(precision.power(m.coefficient, c), precision.product(c, exponents[m.exponent]))
    }
    if let term = a.single, whole != nil || term.coefficient.isPositive,
      let inner = exponent(ofNode: term.node)
    {
      let front = power(
        precision.power(term.coefficient, c), precision.product(c, exponents[term.exponent]))
      return product(front, exp(precision.scaled(inner, by: c)))
    }
    if let (power, rest) = split(a, hasRoot: hasRoot) {
      return shifted(raised(rest, to: c), by: precision.product(power, c))
    }
    if let whole, whole < 0 {
      return quotient(.constant(.one), raised(a, to: precision.negative(c)))
    }
    return form(whole.map { .integerPower(a, $0) } ?? .realPower(a, c))
  }

  // MARK: Functions

  func log(_ a: LinearForm, hasRoot: Bool = false) -> LinearForm {
    if let c = a.constantValue { return .constant(precision.log(c)) }
    if let term = a.single, term.coefficient.isPositive {
      let front = precision.sum(
        .constant(precision.log(term.coefficient)),
        precision.scaled(logarithm, by: exponents[term.exponent]))
      if term.node < 0 { return front }
      if case .function(.exp, let inner) = nodes[term.node] { return precision.sum(front, inner) }
      if let (b, c) = exponentialProduct(term.node) {
        return precision.sum(front, precision.sum(log(b), log(c)))
      }
      if term.exponent != 0 || !term.coefficient.isIdentical(to: .one) {
        return precision.sum(front, log(.node(term.node)))
      }
    }
    if let (power, rest) = split(a, hasRoot: hasRoot) {
      return precision.sum(precision.scaled(logarithm, by: power), log(rest))
    }
    return logOfExponentials(a) ?? logAroundNumber(a) ?? form(.function(.log, a))
  }

  /// log(c + r) as log c + log(1 + r/c), which keeps the digits of a small r; `nil` where there is no such
  /// number, or more than powers.
  private func logAroundNumber(_ a: LinearForm) -> LinearForm? {
    guard a.isSumOfPowers, let number = a.terms.first(where: { $0.exponent == 0 })?.coefficient,
      number.isExact, number.isPositive
    else { return nil }
    let rest = LinearForm(terms: a.terms.filter { $0.exponent != 0 })
    let ratio = precision.scaled(rest, by: precision.quotient(.one, number))
    return precision.sum(
      .constant(precision.log(number)), form(.function(.logOnePlus, ratio)))
  }

  /// log Σ cᵢ t^pᵢ exp(aᵢ) fᵢ as a₀ + p₀ s + log Σ cᵢ t^(pᵢ − p₀) exp(aᵢ − a₀) fᵢ with the term that rules
  /// far out in front; `nil` where there is no such sum, or none rules.
  private func logOfExponentials(_ a: LinearForm) -> LinearForm? {
    guard reach == .outer, a.terms.count > 1 else { return nil }
    let parts = a.terms.compactMap { term -> (logarithm: LinearForm, rest: LinearForm)? in
      let front = precision.scaled(logarithm, by: exponents[term.exponent])
      if term.node < 0 { return (front, .constant(.one)) }
      guard let (inner, rest) = exponential(ofNode: term.node) else { return nil }
      return (precision.sum(front, inner), rest)
    }
    guard parts.count == a.terms.count else { return nil }
    for (candidate, _) in parts where !candidate.terms.isEmpty {
      let differences = parts.map { difference($0.logarithm, candidate) }
      guard differences.allSatisfy(fallsOutwards) else { continue }
      var sum = LinearForm.zero
      for (index, change) in differences.enumerated() {
        let scaled = precision.scaled(exp(change), by: a.terms[index].coefficient)
        sum = precision.sum(sum, product(scaled, parts[index].rest))
      }
      return precision.sum(candidate, log(sum))
    }
    return nil
  }

  /// a and f where a node is exp(a)·f.
  private func exponential(ofNode node: Int) -> (exponent: LinearForm, rest: LinearForm)? {
    switch nodes[node] {
    case .function(.exp, let inner): return (inner, .constant(.one))
    case .product(let b, let c):
      for (first, second) in [(b, c), (c, b)] {
        if let inner = first.single.flatMap({ exponent(ofNode: $0.node) }) {
          return (inner, second)
        }
      }
      return nil
    default: return nil
    }
  }

  /// a − b, which is 0 for equal forms: the difference of numbers that are no doubles is not, and would grow with t.
  private func difference(_ a: LinearForm, _ b: LinearForm) -> LinearForm {
    a.isIdentical(to: b) ? .zero : precision.difference(a, b)
  }

  /// Whether a − b is a number or goes to −∞ with t → ∞.
  private func falls(_ a: LinearForm, behind b: LinearForm) -> Bool {
    fallsOutwards(difference(a, b))
  }

  /// Whether a form goes to −∞ where the forms are to be narrow.
  private func fallsToEnd(_ a: LinearForm) -> Bool {
    guard reach == .inner else { return reach == .outer && fallsOutwards(a) }
    guard a.isSumOfPowers, let rule = ruling(a), rule.isNegative else { return false }
    return a.terms.contains {
      exponents[$0.exponent].isIdentical(to: rule) && $0.coefficient.isNegative
    }
  }

  /// Whether a form is a number, or a sum of exponentials, powers and s that goes to −∞ with t → ∞.
  private func fallsOutwards(_ a: LinearForm) -> Bool {
    if a.constantValue != nil { return true }
    let growths = a.terms.compactMap { term -> (coefficient: Ball, exponent: LinearForm)? in
      guard let inner = exponent(ofNode: term.node),
        fallsOutwards(precision.scaled(inner, by: Ball(-1)))
      else { return nil }
      return (term.coefficient, inner)
    }
    if !growths.isEmpty {
      let fastest = growths.first { candidate in
        growths.allSatisfy { falls($0.exponent, behind: candidate.exponent) }
      }
      return fastest?.coefficient.isNegative ?? false
    }
    let powers = a.terms.filter { $0.exponent != 0 }
    guard powers.allSatisfy({ $0.node < 0 }) else { return false }
    let growing = LinearForm(terms: powers.filter { !exponents[$0.exponent].isNegative })
    if let rule = ruling(growing),
      let first = growing.terms.first(where: { exponents[$0.exponent].isIdentical(to: rule) })
    {
      return first.coefficient.isNegative
    }
    return false
  }

  /// log(1 + a).
  func log(onePlus a: LinearForm, hasRoot: Bool = false) -> LinearForm {
    if let term = a.single, term.exponent == 0, term.coefficient.isIdentical(to: .one),
      term.node >= 0, case .function(.expMinusOne, let inner) = nodes[term.node]
    {
      return inner
    }
    let argument = precision.sum(.constant(.one), a)
    if argument.single != nil || split(argument, hasRoot: hasRoot) != nil {
      return log(argument, hasRoot: hasRoot)
    }
    return logOfExponentials(argument) ?? form(.function(.logOnePlus, a))
  }

  /// What is c·s + k, split into both; `nil` where there is more.
  private func affine(_ a: LinearForm) -> (slope: Ball, constant: Ball, rest: LinearForm) {
    var (slope, constant, rest) = (Ball.zero, Ball.zero, [LinearForm.Term]())
    for term in a.terms {
      if term.exponent == 0, term.node < 0 {
        constant = term.coefficient
      } else if term.exponent == 0, case .logarithm = nodes[term.node] {
        slope = term.coefficient
      } else {
        rest.append(term)
      }
    }
    return (slope, constant, LinearForm(terms: rest))
  }

  func exp(_ a: LinearForm) -> LinearForm {
    let (slope, constant, rest) = affine(a)
    let front = power(precision.exp(constant), slope)
    return rest.terms.isEmpty ? front : product(front, form(.function(.exp, rest)))
  }

  /// f(a); a root of a (of 1 + a for log(1 + a)) at t = 0 is known if `hasRoot`.
  func apply(
    _ function: ElementaryFunction, _ a: LinearForm, hasRoot: Bool = false
  ) -> LinearForm {
    if let c = a.constantValue { return .constant(precision.apply(function, c)) }
    switch function {
    case .exp: return exp(a)
    case .log: return log(a, hasRoot: hasRoot)
    case .logOnePlus: return log(onePlus: a, hasRoot: hasRoot)
    case .logOnePlusMinus: return precision.difference(log(onePlus: a, hasRoot: hasRoot), a)
    case .square: return square(a)
    case .squareRoot:
      if a.monomial != nil || split(a, hasRoot: hasRoot) != nil {
        return raised(a, to: Ball(0.5), hasRoot: hasRoot)
      }
      return form(.function(.squareRoot, a))
    case .expMinusOne where reach == .outer || affine(a).rest.terms.isEmpty:
      return precision.difference(exp(a), .constant(.one))
    case .softplus where affine(a).rest.terms.isEmpty: return log(onePlus: exp(a))
    case .softplus where reach == .outer:
      // log(1 + eᵃ) = a + log(1 + e⁻ᵃ), so that what grows stands by itself.
      let mirrored = precision.scaled(a, by: Ball(-1))
      if fallsOutwards(mirrored) { return precision.sum(a, form(.function(.softplus, mirrored))) }
      let value = form(.function(.softplus, a))
      // y = log(1 + eᵃ) = eᵃ · y/(eʸ − 1), whose last factor, td(−y), goes to 1.
      guard fallsOutwards(a) else { return value }
      let opposite = precision.scaled(value, by: Ball(-1))
      return product(exp(a), form(.function(.todd, opposite)))
    case .inverseLogit where reach != .bulk && affine(a).rest.terms.isEmpty:
      let growth = exp(precision.scaled(a, by: Ball(-1)))
      return quotient(.constant(.one), precision.sum(.constant(.one), growth))
    case .logNormalCumulative where fallsToEnd(a):
      // log Φ(a) = −½a² − ½ log 2π + log(Φ/φ)(a), so that what grows stands by itself.
      let density = precision.sum(
        precision.scaled(square(a), by: Ball(-0.5)),
        .constant(precision.logNormalDensity(.zero)))
      return precision.sum(density, form(.function(.logNormalRatio, a)))
    case .scaledInverseLogit: return product(a, apply(.inverseLogit, a))
    case .logGamma: return logGamma(a)
    case .polygamma(let order): return polygamma(order, a)
    default: return form(.function(function, a))
    }
  }

  /// log Γ(a): where a goes to 0 by its pole, log Γ(1 + a) − log a; towards t = ∞ without whole numbers,
  /// log Γ(a + 1) = log Γ(a) + log a, so that differences are seen to cancel.
  private func logGamma(_ a: LinearForm) -> LinearForm {
    if vanishes(a) {
      let next = form(.function(.logGamma, precision.sum(.constant(.one), a)))
      return precision.difference(next, log(a))
    }
    let (base, steps) = withoutSteps(a)
    return (0..<steps).reduce(form(.function(.logGamma, base))) {
      precision.sum($0, log(precision.sum(base, .constant(Ball(Double($1))))))
    }
  }

  /// ψ⁽ⁿ⁾(a), likewise: ψ⁽ⁿ⁾(a + 1) = ψ⁽ⁿ⁾(a) + (−1)ⁿ n! a^(−n−1).
  private func polygamma(_ order: Int, _ a: LinearForm) -> LinearForm {
    let factorial = (1..<(order + 1)).reduce(1.0) { $0 * Double($1) }
    func step(_ a: LinearForm) -> LinearForm {
      precision.scaled(
        raised(a, to: Ball(Double(-order - 1))),
        by: Ball(order.isMultiple(of: 2) ? factorial : -factorial))
    }
    if vanishes(a) {
      let next = form(.function(.polygamma(order: order), precision.sum(.constant(.one), a)))
      return precision.difference(next, step(a))
    }
    let (base, steps) = withoutSteps(a)
    return (0..<steps).reduce(form(.function(.polygamma(order: order), base))) {
      precision.sum($0, step(precision.sum(base, .constant(Ball(Double($1))))))
    }
  }

  /// Whether a goes to 0 where the forms are to be narrow.
  private func vanishes(_ a: LinearForm) -> Bool {
    switch reach {
    case .bulk: false
    case .inner: a.isSumOfPowers && a.terms.allSatisfy { exponents[$0.exponent].isPositive }
    case .outer: a.single.flatMap { exponent(ofNode: $0.node) }.map(fallsOutwards) ?? false
    }
  }

  /// a without the whole numbers in its constant, and their number.
  private func withoutSteps(_ a: LinearForm) -> (LinearForm, Int) {
    let constant = a.terms.first { $0.exponent == 0 && $0.node < 0 }?.coefficient
    guard reach == .outer, let constant, constant.isExact, (1..<64).contains(constant.double),
      a.terms.contains(where: { exponents[$0.exponent].isPositive })
    else { return (a, 0) }
    let steps = Int(constant.double)
    return (precision.sum(a, .constant(Ball(Double(-steps)))), steps)
  }

  // MARK: Slopes

  /// The derivative by s = log t.
  func slope(of a: LinearForm) -> LinearForm {
    a.terms.reduce(LinearForm.zero) { sum, term in
      var result = sum
      if term.exponent != 0 {
        let factor = LinearForm.constant(exponents[term.exponent])
        result = precision.sum(result, product(factor, LinearForm(terms: [term])))
      }
      if term.node >= 0 {
        result = precision.sum(result, product(self.factor(of: term), slope(ofNode: term.node)))
      }
      return result
    }
  }

  private func slope(ofNode index: Int) -> LinearForm {
    if let known = slopes[index] { return known }
    let slope = newSlope(ofNode: index)
    slopes[index] = slope
    return slope
  }

  private func newSlope(ofNode index: Int) -> LinearForm {
    switch nodes[index] {
    case .logarithm: return .constant(.one)
    case .function(let function, let a):
      return slope(of: function, a, .node(index))
    case .product(let a, let b):
      return precision.sum(product(slope(of: a), b), product(a, slope(of: b)))
    case .quotient(let a, let b):
      let change = precision.difference(slope(of: a), product(.node(index), slope(of: b)))
      return quotient(change, b)
    case .integerPower(let a, let n):
      let outer = precision.scaled(raised(a, to: Ball(Double(n - 1))), by: Ball(Double(n)))
      return product(outer, slope(of: a))
    case .realPower(let a, let c):
      return product(precision.scaled(.node(index), by: c), logarithmicSlope(of: a))
    case .cofactor(_, slope: let slope): return precision.difference(slope, .node(index))
    }
  }

  /// The derivative of log a: a sum where a is a product, so that nothing is divided by what it has as a
  /// factor.
  private func logarithmicSlope(of a: LinearForm) -> LinearForm {
    guard let term = a.single, term.node >= 0 else { return quotient(slope(of: a), a) }
    let front = LinearForm.constant(exponents[term.exponent])
    let own: LinearForm
    switch nodes[term.node] {
    case .function(.exp, let inner): own = slope(of: inner)
    case .function(.square, let b): own = precision.scaled(logarithmicSlope(of: b), by: Ball(2))
    case .product(let b, let c):
      own = precision.sum(logarithmicSlope(of: b), logarithmicSlope(of: c))
    case .quotient(let b, let c):
      own = precision.difference(logarithmicSlope(of: b), logarithmicSlope(of: c))
    case .realPower(let b, let c): own = precision.scaled(logarithmicSlope(of: b), by: c)
    default: own = quotient(slope(ofNode: term.node), .node(term.node))
    }
    return precision.sum(front, own)
  }

  /// The derivative ν − g(a + g) of g = Q′ of a tilted moment.
  private func tiltedCurvature(
    _ order: Double, _ a: LinearForm, _ slope: LinearForm
  ) -> LinearForm {
    precision.difference(
      .constant(Ball(order)), product(slope, precision.sum(a, slope)))
  }

  /// The derivative of f(a), whose node is known.
  private func slope(
    of function: ElementaryFunction, _ a: LinearForm, _ value: LinearForm
  ) -> LinearForm {
    let inner = slope(of: a)
    func chain(_ outer: LinearForm) -> LinearForm { product(outer, inner) }
    let one = LinearForm.constant(.one)
    func minus(_ a: LinearForm) -> LinearForm { precision.scaled(a, by: Ball(-1)) }
    // φ(a)/Φ(a).
    var hazard: LinearForm { exp(minus(apply(.logNormalRatio, a))) }
    switch function {
    case .exp, .expMinusOne: return chain(exp(a))
    case .log: return logarithmicSlope(of: a)
    case .logOnePlus: return quotient(inner, precision.sum(one, a))
    case .logOnePlusMinus:
      return chain(precision.scaled(quotient(a, precision.sum(one, a)), by: Ball(-1)))
    case .toddSlope:
      let growth = apply(.expMinusOne, a)
      let first = quotient(precision.sum(growth, one), square(growth))
      return chain(precision.difference(first, quotient(one, square(a))))
    case .custom, .absoluteSum, .rows, .stirlingRemainder, .stirlingSlope, .tailIntegral,
      .tailSlope, .scaledTailSlope, .logTiltedTransform, .tiltedMean, .scaledTiltedMean:
      return value
    case .logTiltedMoment(let order) where reach == .bulk:
      return chain(apply(.tiltedSlope(order: order), a))
    case .logTiltedMoment(let order):
      return product(apply(.scaledTiltedSlope(order: order), a), logarithmicSlope(of: a))
    case .tiltedSlope(let order): return chain(tiltedCurvature(order, a, value))
    case .scaledTiltedSlope(let order):
      let slope = apply(.tiltedSlope(order: order), a)
      return chain(precision.sum(slope, product(a, tiltedCurvature(order, a, slope))))
    case .logInverseCloglog: return chain(apply(.todd, minus(exp(a))))
    case .softplus: return chain(apply(.inverseLogit, a))
    case .inverseLogit: return chain(product(value, apply(.inverseLogit, minus(a))))
    case .scaledInverseLogit:
      let rest = precision.sum(one, product(a, apply(.inverseLogit, minus(a))))
      return chain(product(apply(.inverseLogit, a), rest))
    case .todd: return chain(product(value, apply(.toddSlope, a)))
    case .logNormalCumulative:
      return product(apply(.scaledNormalHazard, a), logarithmicSlope(of: a))
    case .logNormalRatio: return product(apply(.scaledNormalMean, a), logarithmicSlope(of: a))
    case .normalMean: return chain(precision.difference(one, product(hazard, value)))
    case .scaledNormalMean:
      let mean = apply(.normalMean, a)
      let change = precision.difference(one, product(hazard, mean))
      return chain(precision.sum(mean, product(a, change)))
    case .scaledBesselSlope(let order):
      let first = apply(.logScaledBessel(order: order), a)
      let ratio = product(
        a, exp(precision.difference(apply(.logScaledBessel(order: order + 1), a), first)))
      // A′ = 1 − (2n + 1)A/t − A².
      let share = precision.scaled(quotient(ratio, a), by: Ball(Double(2 * order + 1)))
      let change = precision.difference(one, precision.sum(share, square(ratio)))
      return chain(
        precision.sum(precision.difference(ratio, one), product(a, change)))
    case .scaledNormalHazard:
      let rest = precision.difference(one, product(a, precision.sum(a, hazard)))
      return chain(product(hazard, rest))
    case .errorFunction:
      let density = exp(minus(square(a)))
      return chain(precision.scaled(density, by: precision.twoOverRootPi))
    case .inverseNormalCumulative:
      let exponent = precision.difference(
        precision.scaled(square(value), by: Ball(0.5)),
        .constant(precision.logNormalDensity(.zero)))
      return chain(exp(exponent))
    case .sine: return chain(apply(.cosine, a))
    case .cosine: return chain(minus(apply(.sine, a)))
    case .arcTangent: return quotient(inner, precision.sum(one, square(a)))
    case .hyperbolicTangent:
      let double = precision.scaled(a, by: Ball(2))
      let shares = product(apply(.inverseLogit, double), apply(.inverseLogit, minus(double)))
      return chain(precision.scaled(shares, by: Ball(4)))
    case .logScaledBessel(let order):
      return product(apply(.scaledBesselSlope(order: order), a), logarithmicSlope(of: a))
    case .squareRoot: return quotient(precision.scaled(inner, by: Ball(0.5)), value)
    case .square: return chain(precision.scaled(a, by: Ball(2)))
    case .magnitude: return chain(apply(.sign, a))
    case .sign: return .zero
    case .logGamma: return chain(apply(.polygamma(order: 0), a))
    case .polygamma(let order): return chain(apply(.polygamma(order: order + 1), a))
    }
  }
}
