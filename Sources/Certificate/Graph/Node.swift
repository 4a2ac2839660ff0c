// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// A quantity that is more than a sum of powers of the coordinate t.
enum Node {
  /// s = log t.
  case logarithm
  /// f(a).
  case function(ElementaryFunction, LinearForm)
  /// a · b.
  case product(LinearForm, LinearForm)
  /// a / b.
  case quotient(LinearForm, LinearForm)
  /// a^n.
  case integerPower(LinearForm, Int)
  /// a^c for a > 0.
  case realPower(LinearForm, Ball)
  /// a/t for a quantity a that is 0 at t = 0, with its slope da/dt.
  case cofactor(LinearForm, slope: LinearForm)

  /// What it is made of.
  var operands: [LinearForm] {
    switch self {
    case .logarithm: []
    case .function(_, let a), .integerPower(let a, _), .realPower(let a, _): [a]
    case .product(let a, let b), .quotient(let a, let b), .cofactor(let a, slope: let b): [a, b]
    }
  }

  func isIdentical(to other: Node) -> Bool {
    switch (self, other) {
    case (.logarithm, .logarithm): true
    case (.function(let f, let a), .function(let g, let b)): f == g && a.isIdentical(to: b)
    case (.product(let a, let b), .product(let c, let d)),
      (.quotient(let a, let b), .quotient(let c, let d)),
      (.cofactor(let a, slope: let b), .cofactor(let c, slope: let d)):
      a.isIdentical(to: c) && b.isIdentical(to: d)
    case (.integerPower(let a, let n), .integerPower(let b, let m)):
      n == m && a.isIdentical(to: b)
    case (.realPower(let a, let c), .realPower(let b, let d)):
      c.isIdentical(to: d) && a.isIdentical(to: b)
    default: false
    }
  }
}
