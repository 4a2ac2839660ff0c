// SPDX-License-Identifier: GPL-3.0-or-later

/// A real function of the latent z, as a tree: what log densities and the arguments of likelihoods
/// are made of.
///
/// One formula serves every purpose: its value in 31 digits, an enclosure of all its values on an
/// interval, and its derivative. Constants are folded as it is built, in 31 digits.
public indirect enum Formula: Sendable, Hashable {
  /// A number.
  case constant(DoubleDouble)
  /// z.
  case latent
  /// A parameter that is varied, such as one of q's.
  case parameter(Int)
  /// a + b.
  case sum(Formula, Formula)
  /// a − b.
  case difference(Formula, Formula)
  /// a · b.
  case product(Formula, Formula)
  /// a / b.
  case quotient(Formula, Formula)
  /// a^b.
  case power(Formula, Formula)
  /// −a.
  case negative(Formula)
  /// f(a).
  case function(ElementaryFunction, Formula)
  /// The formula where the condition is positive, and −∞ elsewhere: a log density at the edge of a
  /// support that depends on z.
  case restricted(Formula, positive: Formula)
  /// The first formula where the condition is positive, and the second one elsewhere.
  case choice(Formula, Formula, positive: Formula)
  /// log Σ exp(aₖ), at least one.
  case logSumExp([Formula])

  /// A number.
  public static func number(_ value: Double) -> Formula { .constant(DoubleDouble(value)) }

  /// The number that the formula is, if it depends on nothing.
  public var constantValue: DoubleDouble? {
    if case .constant(let value) = self { value } else { nil }
  }
}

extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
}

extension Formula {
  private static let zero = DoubleDouble(0)
  private static let one = DoubleDouble(1)

  /// The sum; numbers are folded, and gathered: 1 + (z − 1) is z.
  public static func + (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.constant(let a), .constant(let b)): .constant(a + b)
    case (.constant(let shift), let other), (let other, .constant(let shift)):
      other.shifted(by: shift)
    default: .sum(a, b)
    }
  }

  /// The difference; numbers are folded, and gathered: 1 − (1 − z) is z.
  public static func - (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.constant(let a), .constant(let b)): .constant(a - b)
    case (_, .constant(let shift)): a.shifted(by: -shift)
    case (.constant(let shift), _): (-b).shifted(by: shift)
    default: .difference(a, b)
    }
  }

  /// The formula plus a number, with the numbers at its top gathered into one.
  private func shifted(by shift: DoubleDouble) -> Formula {
    switch self {
    case .sum(let a, .constant(let present)): Formula.shift(a, by: present + shift)
    case .difference(.constant(let present), let a):
      present + shift == Formula.zero ? -a : .difference(.constant(present + shift), a)
    // 1 + (a − c)/c is a/c, and 1 + (c − a)/a is c/a.
    case .quotient(.sum(let a, .constant(let c)), .constant(let d))
    where shift == Formula.one && c == -d:
      a / .constant(d)
    case .quotient(.difference(.constant(let c), let a), let b)
    where shift == Formula.one && a == b:
      .constant(c) / a
    default: Formula.shift(self, by: shift)
    }
  }

  private static func shift(_ a: Formula, by shift: DoubleDouble) -> Formula {
    if shift == zero { return a }
    if case .negative(let a) = a { return .difference(.constant(shift), a) }
    return .sum(a, .constant(shift))
  }

  /// The product; numbers are folded.
  public static func * (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.constant(let a), .constant(let b)): .constant(a * b)
    case (.constant(zero), _), (_, .constant(zero)): .constant(zero)
    case (.constant(one), _): b
    case (_, .constant(one)): a
    default: .product(a, b)
    }
  }

  /// The quotient; numbers are folded.
  public static func / (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.constant(let a), .constant(let b)): .constant(a / b)
    case (.constant(zero), _): .constant(zero)
    case (_, .constant(one)): a
    case _ where a == b: 1
    case (_, .function(.exp, let t)): a * (-t).applying(.exp)
    default: .quotient(a, b)
    }
  }

  /// The opposite; a number is folded.
  public static prefix func - (a: Formula) -> Formula {
    switch a {
    case .constant(let a): .constant(-a)
    case .negative(let a): a
    case .difference(let a, .constant(let b)): .difference(.constant(b), a)
    case .difference(let a, let b): b - a
    case .sum(let a, .constant(let b)): (-a).shifted(by: -b)
    default: .negative(a)
    }
  }

  /// self^exponent.
  public func raised(to exponent: Formula) -> Formula {
    switch (self, exponent) {
    case (.constant(let a), .constant(let b)): .constant(a.raised(to: b))
    case (_, .constant(Formula.zero)): 1
    case (_, .constant(Formula.one)): self
    case (_, .constant(DoubleDouble(2))): applying(.square)
    case (.function(.exp, let t), _): (t * exponent).applying(.exp)
    case (.quotient(.function(.exp, _), .constant(let c)), _) where c.head > 0:
      (applying(.log) * exponent).applying(.exp)
    case _ where distanceFromOne != nil && !(exponent.constantValue?.isWhole ?? false):
      (applying(.log) * exponent).applying(.exp)
    default: .power(self, exponent)
    }
  }

  /// f(self). log(1 + t) becomes log1p, log1p(t − 1) becomes log, and log(exp t) becomes t, which keep
  /// the digits of a small t and do not overflow where t is large.
  public func applying(_ function: ElementaryFunction) -> Formula {
    if case .constant(let value) = self { return .constant(value.applying(function)) }
    if function == .log, let distance = distanceFromOne { return distance.applying(.logOnePlus) }
    switch (function, self) {
    case (.log, .sum(let t, .constant(Formula.one))): return t.applying(.logOnePlus)
    case (.log, .difference(.constant(Formula.one), let t)): return (-t).applying(.logOnePlus)
    case (.log, .function(.exp, let t)): return t
    case (.logOnePlus, .function(.exp, let t)): return t.applying(.softplus)
    case (.logOnePlus, .product(.constant(let factor), .function(.exp, let t)))
    where factor.head > 0:
      return (t + .constant(factor.applying(.log))).applying(.softplus)
    case (.logOnePlus, .quotient(.function(.exp, let t), .constant(let divisor)))
    where divisor.head > 0:
      return (t - .constant(divisor.applying(.log))).applying(.softplus)
    case (.logOnePlus, .function(.expMinusOne, let t)): return t
    case (.log, .sum), (.log, .difference):
      return logarithmOfSum ?? .function(.log, self)
    case (.log, .function(.inverseLogit, let t)): return -(-t).applying(.softplus)
    case (.log, .quotient(.function(.exp, let t), .constant(let factor))) where factor.head > 0:
      return t - .constant(factor.applying(.log))
    case (.log, .product(.constant(let factor), let t)) where factor.head > 0:
      return .constant(factor.applying(.log)) + t.applying(.log)
    case (.log, .quotient(.constant(let factor), let t)) where factor.head > 0:
      return .constant(factor.applying(.log)) - t.applying(.log)
    case (.logOnePlus, .negative(.function(.inverseLogit, let t))):
      return -t.applying(.softplus)
    // 1 − Φ(t) = Φ(−t).
    case (.logOnePlus, .negative(.function(.exp, .function(.logNormalCumulative, let t)))):
      return (-t).applying(.logNormalCumulative)
    case (.logOnePlus, .sum(let t, .constant(-Formula.one))): return t.applying(.log)
    case (.logOnePlus, .difference(.constant(-Formula.one), let t)):
      return (-t).applying(.log)
    default: return .function(function, self)
    }
  }

  /// t/c where the formula is (c + t)/c: beside t = 0 its logarithm has its digits in that alone.
  private var distanceFromOne: Formula? {
    guard case .quotient(let sum, .constant(let divisor)) = self else { return nil }
    switch sum {
    case .sum(let t, .constant(divisor)): return t / .constant(divisor)
    case .difference(.constant(divisor), let t): return -(t / .constant(divisor))
    default: return nil
    }
  }

  /// The logarithm of a sum of exponentials and positive numbers, which neither over- nor underflows;
  /// `nil` for any other sum.
  private var logarithmOfSum: Formula? {
    let sum = GatheredSum(self)
    guard sum.constant.head >= 0, sum.terms.allSatisfy({ $0.coefficient.head > 0 }) else {
      return nil
    }
    var exponents: [Formula] = []
    for term in sum.terms {
      guard case .function(.exp, let t) = term.formula else { return nil }
      exponents.append(t + .constant(term.coefficient.applying(.log)))
    }
    if sum.constant.head > 0 { exponents.append(.constant(sum.constant.applying(.log))) }
    return exponents.count == 1 ? exponents[0] : exponents.isEmpty ? nil : .logSumExp(exponents)
  }

  /// log Σ exp(aₖ) without those that are −∞; −∞ for none.
  public static func mixture(_ parts: [Formula]) -> Formula {
    let possible = parts.filter { $0.constantValue?.head != -.infinity }
    guard let first = possible.first else { return .number(-.infinity) }
    if possible.count == 1 { return first }
    let numbers = possible.compactMap(\.constantValue)
    return numbers.count == possible.count
      ? .constant(.logSumExp(numbers)) : .logSumExp(possible)
  }

  /// The formula where the condition is positive, and −∞ elsewhere.
  public func restricted(toPositive condition: Formula) -> Formula {
    guard case .constant(let value) = condition else {
      return .restricted(self, positive: condition)
    }
    return value.head > 0 ? self : .number(-.infinity)
  }

  /// The first formula where the condition is positive, and the second one where it is not: it may jump there, or
  /// have a kink.
  public static func choosing(
    _ first: Formula, else second: Formula, ifPositive condition: Formula
  ) -> Formula {
    if first == second { return first }
    guard case .constant(let value) = condition, !value.head.isNaN else {
      return .choice(first, second, positive: condition)
    }
    return value.head > 0 ? first : second
  }

  /// The smaller one.
  static func least(_ a: Formula, _ b: Formula) -> Formula {
    .choosing(a, else: b, ifPositive: b - a)
  }

  /// The larger one.
  static func largest(_ a: Formula, _ b: Formula) -> Formula {
    .choosing(a, else: b, ifPositive: a - b)
  }
}

extension Formula {
  /// The formula inside of an interval, and −∞ outside.
  func restricted(to interval: Interval) -> Formula {
    var formula = self
    if interval.lower.isFinite {
      formula = formula.restricted(toPositive: .latent - .number(interval.lower))
    }
    if interval.upper.isFinite {
      formula = formula.restricted(toPositive: .number(interval.upper) - .latent)
    }
    return formula
  }
}

extension Formula {
  /// The value in 31 digits; NaN outside the domain, ±∞ at a pole or on overflow.
  public func callAsFunction(
    _ z: DoubleDouble, parameters: [DoubleDouble] = []
  ) -> DoubleDouble {
    evaluate(z, parameters)
  }

  /// The formula in any kind of number; a parameter that is not given is NaN.
  func evaluate<Number: Scalar>(_ z: Number, _ parameters: [Number]) -> Number {
    switch self {
    case .constant(let value): Number(value)
    case .latent: z
    case .parameter(let index):
      parameters.indices.contains(index) ? parameters[index] : Number(DoubleDouble(.nan))
    case .sum(let a, let b): a.evaluate(z, parameters) + b.evaluate(z, parameters)
    case .difference(let a, let b): a.evaluate(z, parameters) - b.evaluate(z, parameters)
    case .product(let a, let b): a.evaluate(z, parameters) * b.evaluate(z, parameters)
    case .quotient(let a, let b): a.evaluate(z, parameters) / b.evaluate(z, parameters)
    case .power(let a, let b):
      a.evaluate(z, parameters).raised(to: b.evaluate(z, parameters))
    case .negative(let a): -a.evaluate(z, parameters)
    case .function(.logOnePlus, .function(.square, let a)):
      a.evaluate(z, parameters).logOnePlusSquare()
    case .function(let function, let a): a.evaluate(z, parameters).applying(function)
    case .restricted(let a, let condition):
      condition.evaluate(z, parameters).restricting { a.evaluate(z, parameters) }
    case .choice(let a, let b, let condition):
      condition.evaluate(z, parameters).choosing {
        a.evaluate(z, parameters)
      } otherwise: {
        b.evaluate(z, parameters)
      }
    case .logSumExp(let parts): Number.logSumExp(parts.map { $0.evaluate(z, parameters) })
    }
  }
}
