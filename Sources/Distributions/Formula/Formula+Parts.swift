// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The formulas that it is made of directly.
  package var parts: [Formula] {
    switch self {
    case .constant, .parameter, .latent: []
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b), .restricted(let a, let b):
      [a, b]
    case .negative(let a), .function(_, let a): [a]
    case .logSumExp(let parts): parts
    }
  }

  /// Whether the formula, or one that it is made of, is of a kind.
  func contains(_ isOfKind: (Formula) -> Bool) -> Bool {
    isOfKind(self) || parts.contains { $0.contains(isOfKind) }
  }

  /// Whether the formula is a parameter.
  var isParameter: Bool { if case .parameter = self { true } else { false } }

  /// Whether a parameter occurs.
  var hasParameter: Bool { contains(\.isParameter) }

  /// Whether the formula is cut off somewhere: it may jump.
  public var isRestricted: Bool { contains { if case .restricted = $0 { true } else { false } } }

  /// Whether the formula may have a kink or a jump, of which its derivatives know nothing.
  public var hasKink: Bool {
    contains {
      switch $0 {
      case .function(.magnitude, _), .function(.sign, _), .function(.custom, _),
        .function(.absoluteSum, _), .restricted:
        true
      default: false
      }
    }
  }

  /// Whether a parameter decides where the formula is cut off.
  public var isCutOffByParameter: Bool {
    contains {
      if case .restricted(_, let condition) = $0 { condition.hasParameter } else { false }
    }
  }
}
