// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The formula with z replaced by another formula.
  ///
  /// With z = 1 − t, log(1 − z) becomes log t: near an end of a support, the distance to the end keeps
  /// the digits that z has lost.
  public func substituting(_ inner: Formula) -> Formula {
    switch self {
    case .constant, .parameter: self
    case .latent: inner
    case .sum(let a, let b): a.substituting(inner) + b.substituting(inner)
    case .difference(let a, let b): a.substituting(inner) - b.substituting(inner)
    case .product(let a, let b): a.substituting(inner) * b.substituting(inner)
    case .quotient(let a, let b): a.substituting(inner) / b.substituting(inner)
    case .power(let a, let b): a.substituting(inner).raised(to: b.substituting(inner))
    case .negative(let a): -a.substituting(inner)
    case .function(let function, let a): a.substituting(inner).applying(function)
    case .restricted(let a, let condition):
      a.substituting(inner).restricted(toPositive: condition.substituting(inner))
    }
  }

  /// The formula for z > 0 only: a condition that z is positive is left out.
  public var forPositiveLatent: Formula {
    switch self {
    case .constant, .parameter, .latent: self
    case .sum(let a, let b): .sum(a.forPositiveLatent, b.forPositiveLatent)
    case .difference(let a, let b): .difference(a.forPositiveLatent, b.forPositiveLatent)
    case .product(let a, let b): .product(a.forPositiveLatent, b.forPositiveLatent)
    case .quotient(let a, let b): .quotient(a.forPositiveLatent, b.forPositiveLatent)
    case .negative(let a): .negative(a.forPositiveLatent)
    case .restricted(let a, positive: .latent): a.forPositiveLatent
    case .restricted(let a, let condition): .restricted(a.forPositiveLatent, positive: condition)
    case .power, .function: self
    }
  }

  /// Whether the formula is cut off somewhere: it may jump.
  public var isRestricted: Bool {
    switch self {
    case .constant, .parameter, .latent: false
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b):
      a.isRestricted || b.isRestricted
    case .negative(let a), .function(_, let a): a.isRestricted
    case .restricted: true
    }
  }
}
