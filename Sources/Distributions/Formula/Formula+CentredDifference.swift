// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// f(r + d·t) − f(r) as a formula in t that keeps its digits however small t is.
  ///
  /// Near a root r of f it is f itself: 1 − z² at r = 1, d = −1 is t(2 − t).
  ///
  /// - Parameters:
  ///   - root: r.
  ///   - direction: d, 1 or −1.
  func centredDifference(at root: DoubleDouble, direction: Double) -> Formula {
    Centred(self, root, direction).difference
  }
}

/// A formula beside a point: its value there, and its distance from that.
private struct Centred {
  let value: Formula
  let difference: Formula

  private var sum: Formula { value + difference }
  private var middle: Formula { value + 0.5 * difference }

  private init(_ value: Formula, _ difference: Formula) {
    (self.value, self.difference) = (value, difference)
  }

  /// A difference that would become too large is written as one, whatever digits that costs.
  init(_ formula: Formula, _ root: DoubleDouble, _ direction: Double) {
    self.init(rewriting: formula, root, direction)
    // What is written twice at each level of a tower doubles with each.
    if difference.partCount(upTo: Centred.mostParts) == Centred.mostParts {
      self.init(plain: formula, root, direction)
    }
  }

  private static let mostParts = 1 << 14

  private init(plain formula: Formula, _ root: DoubleDouble, _ direction: Double) {
    let value = Formula.constant(formula(root))
    self.init(
      value, formula.substituting(.constant(root) + .number(direction) * .latent) - value)
  }

  private init(rewriting formula: Formula, _ root: DoubleDouble, _ direction: Double) {
    func centred(_ part: Formula) -> Centred { Centred(part, root, direction) }
    let value = Formula.constant(formula(root))
    switch formula {
    case .constant, .parameter: self.init(value, 0)
    case .latent: self.init(.constant(root), .number(direction) * .latent)
    case .sum(let a, let b): self.init(value, centred(a).difference + centred(b).difference)
    case .difference(let a, let b): self.init(value, centred(a).difference - centred(b).difference)
    case .negative(let a): self.init(value, -centred(a).difference)
    case .product(let a, let b):
      let (a, b) = (centred(a), centred(b))
      self.init(value, a.difference * b.sum + a.value * b.difference)
    case .quotient(let a, let b):
      let (a, b) = (centred(a), centred(b))
      self.init(value, (a.difference - value * b.difference) / b.sum)
    case .power(let a, .constant(let n))
    where n.isWhole && n.head > 1 && n.head <= 8:
      self.init(value, Centred.binomial(centred(a), n.head))
    case .power(let a, .constant(let n))
    where n.isWhole && n.head > 1 && n.head <= 64:
      // aⁿ = a·aⁿ⁻¹.
      let (a, rest) = (centred(a), centred(a.raised(to: .constant(n - DoubleDouble(1)))))
      self.init(value, a.difference * rest.sum + a.value * rest.difference)
    case .power(let a, let b):
      let exponent = centred(b * a.applying(.log)).difference
      self.init(value, value * exponent.applying(.expMinusOne))
    case .function(let function, let a):
      let a = centred(a)
      self.init(value, Centred.difference(of: function, a, value))
    case .logSumExp(let parts) where parts.allSatisfy({ $0(root).isFinite }):
      self.init(
        value, .logSumExp(parts.map(centred).map { ($0.value - value) + $0.difference }))
    case .restricted, .choice, .logSumExp: self.init(plain: formula, root, direction)
    }
  }

  /// (a + d)ⁿ − aⁿ = Σ n!/(k!(n − k)!) aⁿ⁻ᵏ dᵏ, k from 1 to n, of which the first leads next to d = 0.
  private static func binomial(_ base: Centred, _ n: Double) -> Formula {
    var (terms, coefficient): ([Formula], Double) = ([], 1)
    for k in stride(from: 1, through: n, by: 1) {
      coefficient *= (n - k + 1) / k
      terms.append(
        .number(coefficient) * base.value.raised(to: .number(n - k))
          * base.difference.raised(to: .number(k)))
    }
    return .total(of: terms)
  }

  private var isNegative: Bool { (value.constantValue?.head ?? 0) < 0 }

  private static func softplus(_ value: Formula, _ difference: Formula) -> Formula {
    (value.applying(.inverseLogit) * difference.applying(.expMinusOne)).applying(.logOnePlus)
  }

  private static func difference(
    of function: ElementaryFunction, _ a: Centred, _ value: Formula
  ) -> Formula {
    switch function {
    case .exp, .expMinusOne: a.value.applying(.exp) * a.difference.applying(.expMinusOne)
    case .log: (a.difference / a.value).applying(.logOnePlus)
    case .logOnePlus: (a.difference / (1 + a.value)).applying(.logOnePlus)
    // log(1 + a + d) − log(1 + a) − d, with log(1 + d/(1 + a)) less its argument, which is ad less than d.
    case .logOnePlusMinus:
      (a.difference / (1 + a.value)).applying(.logOnePlusMinus)
        - a.value * (a.difference / (1 + a.value))
    // log(1 + exp(a + d)) − log(1 + exp a) = log(1 + (exp d − 1)/(1 + exp(−a))), and alike for −a.
    case .softplus where a.isNegative: softplus(a.value, a.difference)
    case .softplus: a.difference + softplus(-a.value, -a.difference)
    case .square: a.difference * (2 * a.value + a.difference)
    case .squareRoot: a.difference / (a.sum.applying(.squareRoot) + value)
    // sin(a + d) − sin a = 2 sin(½d) cos(a + ½d), and alike.
    case .sine: 2 * (0.5 * a.difference).applying(.sine) * a.middle.applying(.cosine)
    case .cosine: -2 * (0.5 * a.difference).applying(.sine) * a.middle.applying(.sine)
    default: a.sum.applying(function) - value
    }
  }
}
