// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The formula with each parameter replaced by a number; one that is not given becomes NaN.
  public func setting(_ parameters: [Double]) -> Formula {
    func set(_ part: Formula) -> Formula { part.setting(parameters) }
    return switch self {
    case .constant, .latent: self
    case .parameter(let index):
      .number(parameters.indices.contains(index) ? parameters[index] : .nan)
    case .sum(let a, let b): set(a) + set(b)
    case .difference(let a, let b): set(a) - set(b)
    case .product(let a, let b): set(a) * set(b)
    case .quotient(let a, let b): set(a) / set(b)
    case .power(let a, let b): set(a).raised(to: set(b))
    case .negative(let a): -set(a)
    case .function(let function, let a): set(a).applying(function)
    case .restricted(let a, let condition): set(a).restricted(toPositive: set(condition))
    }
  }

  /// Whether a parameter occurs.
  public var hasParameter: Bool {
    switch self {
    case .constant, .latent: false
    case .parameter: true
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b):
      a.hasParameter || b.hasParameter
    case .negative(let a), .function(_, let a): a.hasParameter
    case .restricted(let a, let condition): a.hasParameter || condition.hasParameter
    }
  }

  /// Whether a parameter decides where the formula is cut off.
  public var isCutOffByParameter: Bool {
    switch self {
    case .constant, .latent, .parameter: false
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b):
      a.isCutOffByParameter || b.isCutOffByParameter
    case .negative(let a), .function(_, let a): a.isCutOffByParameter
    case .restricted(let a, let condition): condition.hasParameter || a.isCutOffByParameter
    }
  }
}
