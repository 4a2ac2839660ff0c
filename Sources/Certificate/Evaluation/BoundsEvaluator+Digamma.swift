// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Differences of digamma functions far out, which are of the order 1/t where either grows like log t.
extension BoundsEvaluator {
  /// Pairs c t^p (ψ(a t + b + w) − ψ(a t + b)) of a form, as (a t + b, w, c t^p) with a > 0, and the terms that are left.
  func digammaPairs(
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
  mutating func digammaSlope(
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

  /// A form with digamma functions, enclosed far out by log x − 1/x < ψ(x) < log x − 1/(2x) for x > 0: what log x cancels with
  /// is in the same form; `nil` where there is none, or an argument is not shown to be positive.
  mutating func asymptotic(_ form: LinearForm) -> Bounds? {
    var main = LinearForm.zero
    var rest = Bounds.zero
    var isFound = false
    for term in form.terms {
      guard let (argument, cofactor) = digammaFactor(term) else {
        main = precision.sum(main, LinearForm(terms: [term]))
        continue
      }
      guard self(argument).lower.isPositive else { return nil }
      isFound = true
      main = precision.sum(main, graph.product(cofactor, graph.log(argument)))
      let share = self(graph.quotient(cofactor, argument))
      rest = precision.sum(rest, precision.product(share, Bounds(Ball(-1), Ball(-0.5))))
    }
    return isFound ? precision.sum(self(main), rest) : nil
  }

  /// x and f of a term f·ψ(x).
  private func digammaFactor(_ term: LinearForm.Term) -> (LinearForm, LinearForm)? {
    func argument(_ node: Int) -> LinearForm? {
      guard node >= 0, case .function(.polygamma(order: 0), let a) = graph.nodes[node] else {
        return nil
      }
      return a
    }
    let front = graph.factor(of: term)
    if let a = argument(term.node) { return (a, front) }
    guard term.node >= 0, case .product(let a, let b) = graph.nodes[term.node] else { return nil }
    for (first, second) in [(a, b), (b, a)] {
      if let one = first.single, one.exponent == 0, one.coefficient.isIdentical(to: .one),
        let inner = argument(one.node)
      {
        return (inner, graph.product(front, second))
      }
    }
    return nil
  }
}
