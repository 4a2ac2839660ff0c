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
}
