// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Logarithms of sums in the factor of a tail: with n positive aᵢ, whichever of them rules, and any k
///
/// ```text
/// log a_k ≤ log Σ aᵢ ≤ log n + Σ max(0, log aᵢ)
/// ```
///
/// and log aᵢ of the terms that mixtures have are sums of powers of t and of s = log t.
extension Integrand.Tail {
  /// What ∫ |f| eᵍ does not exceed where f is a term t^p·log Σ aᵢ; `nil` where it is none, or nothing is known.
  func logarithmBound(_ term: LinearForm.Term) -> Ball? {
    let field = forms.graph.precision
    guard let parts = logarithms(in: term) else { return nil }
    let magnitudes = parts.compactMap { sizeBound($0, isPositivePart: false) }
    guard var total = magnitudes.min(by: { $0 < $1 }) else { return nil }
    for part in parts + [logarithmOfCount(parts.count, term)] {
      guard let bound = sizeBound(part, isPositivePart: true) else { return nil }
      total = field.sum(total, bound)
    }
    return field.upper(total)
  }

  /// The sign of ∫ f eᵍ where it is infinite and f is t^p·log Σ aᵢ or t^p·log Γ(a); `nil` where nothing is known.
  func divergence(of term: LinearForm.Term) -> Int? {
    let (graph, power) = (forms.graph, forms.graph.exponents[term.exponent])
    if term.node >= 0, case .function(.logGamma, let a) = graph.nodes[term.node] {
      // log Γ(a) > a/5 for a ≥ 3.
      var beyond = BoundsEvaluator(graph, over: range)
      guard Ball(3) <= beyond(a).lower, case .infinite(1) = enclosed(graph.shifted(a, by: power))
      else { return nil }
      return 1
    }
    guard let parts = logarithms(in: term) else { return nil }
    let isPositive = parts.contains { part in
      if case .infinite(1) = enclosed(part) { true } else { false }
    }
    if isPositive { return 1 }
    // Each has a −c·t^p among its terms whose integral is infinite, and the one that grows least has it too.
    guard range.upper <= .zero || .zero <= range.lower,
      sizeBound(logarithmOfCount(parts.count, term), isPositivePart: true) != nil
    else { return nil }
    for part in parts {
      let rest = part.terms.filter { !divergesDownwards($0) }
      guard rest.count < part.terms.count,
        sizeBound(LinearForm(terms: rest), isPositivePart: true) != nil
      else { return nil }
    }
    return -1
  }

  /// t^p·log n.
  private func logarithmOfCount(_ count: Int, _ term: LinearForm.Term) -> LinearForm {
    let graph = forms.graph
    return graph.power(
      graph.precision.log(Ball(Double(count))), graph.exponents[term.exponent])
  }

  private func divergesDownwards(_ term: LinearForm.Term) -> Bool {
    guard term.node < 0, term.coefficient.isNegative, case .infinite(1) = enclosed(term.unit)
    else { return false }
    return true
  }

  /// log aᵢ times t^p of a term t^p·log Σ aᵢ of two and more; `nil` where it is none.
  private func logarithms(in term: LinearForm.Term) -> [LinearForm]? {
    let graph = forms.graph
    guard term.node >= 0 else { return nil }
    let parts: [LinearForm]?
    switch graph.nodes[term.node] {
    case .function(.log, let sum): parts = logarithms(of: sum)
    case .function(.logOnePlus, let sum): parts = logarithms(of: sum).map { $0 + [.zero] }
    case .function(.softplus, let a): parts = [a, .zero]
    default: parts = nil
    }
    guard let parts, parts.count > 1 else { return nil }
    return parts.map { graph.shifted($0, by: graph.exponents[term.exponent]) }
  }

  /// What ∫ |f| eᵍ, or ∫ max(0, f) eᵍ, does not exceed, term by term; `nil` where nothing is known.
  func sizeBound(_ factor: LinearForm, isPositivePart: Bool) -> Ball? {
    let field = forms.graph.precision
    var total = Ball.zero
    for term in factor.terms {
      var beyond = BoundsEvaluator(forms.graph, over: range)
      let values = field.product(field.bounds(term.coefficient), beyond(term.unit))
      if isPositivePart, values.upper <= .zero { continue }
      guard let bound = sizeBound(term, values) else { return nil }
      total = field.sum(total, field.product(field.magnitude(term.coefficient), bound))
    }
    return field.upper(total)
  }

  /// The same of a term without its coefficient, which has these values with it.
  private func sizeBound(_ term: LinearForm.Term, _ values: Bounds) -> Ball? {
    let field = forms.graph.precision
    if let known = logarithmBound(term.withUnitCoefficient) { return known }
    let keepsSign = .zero <= values.lower || values.upper <= .zero
    guard keepsSign, case .bounded(let bounds) = enclosed(term.unit) else { return nil }
    return field.apply(.magnitude, bounds).upper
  }

  /// The logarithms of the terms of a sum; `nil` where one is not known to be positive.
  private func logarithms(of sum: LinearForm) -> [LinearForm]? {
    var logarithms: [LinearForm] = []
    for term in sum.terms {
      guard let logarithm = logarithm(of: term) else { return nil }
      logarithms.append(logarithm)
    }
    return logarithms
  }

  private func logarithm(of term: LinearForm.Term) -> LinearForm? {
    let (graph, field) = (forms.graph, forms.graph.precision)
    guard term.coefficient.isPositive else { return nil }
    let front = graph.log(graph.factor(of: term))
    guard term.node >= 0 else { return front }
    let rest: LinearForm?
    switch graph.nodes[term.node] {
    case .function(.exp, let inner): rest = inner
    case .product(let a, let b):
      guard let left = logarithm(of: a), let right = logarithm(of: b) else { return nil }
      rest = field.sum(left, right)
    case .quotient(let a, let b):
      guard let left = logarithm(of: a), let right = logarithm(of: b) else { return nil }
      rest = field.difference(left, right)
    case .realPower(let a, let c): rest = logarithm(of: a).map { field.scaled($0, by: c) }
    case .integerPower(let a, let n):
      rest = logarithm(of: a).map { field.scaled($0, by: Ball(Double(n))) }
    default: rest = logarithmOfPositive(.node(term.node))
    }
    return rest.map { field.sum(front, $0) }
  }

  private func logarithm(of form: LinearForm) -> LinearForm? {
    if let term = form.single { return logarithm(of: term) }
    return logarithmOfPositive(form)
  }

  private func logarithmOfPositive(_ form: LinearForm) -> LinearForm? {
    var beyond = BoundsEvaluator(forms.graph, over: range)
    return beyond(form).lower.isPositive ? forms.graph.log(form) : nil
  }
}

extension LinearForm.Term {
  /// The term with the coefficient 1.
  var withUnitCoefficient: LinearForm.Term {
    LinearForm.Term(coefficient: .one, exponent: exponent, node: node)
  }

  /// The same as a form.
  var unit: LinearForm { LinearForm(terms: [withUnitCoefficient]) }
}
