// SPDX-License-Identifier: GPL-3.0-or-later

/// How a density behaves towards an end of its support: what decides by theorem whether an
/// expectation is finite.
///
/// With t = |z| at an infinite end, and t = 1/|z − end| at a finite one, t → ∞ towards the end.
public enum Tail: Sendable, Hashable {
  /// −log p ~ k·log t: a power law, p ~ |z|^−k at an infinite end, p ~ |z − end|^k at a finite one.
  ///
  /// k > 1 at an infinite end and k > −1 at a finite one. 0 where the density has a positive limit.
  case powerLaw(exponent: Double)
  /// −log p ~ c·(log t)²: log-normal.
  case squaredLogarithm(coefficient: Double)
  /// −log p ~ c·tʳ: exponential (r = 1), normal (r = 2), Weibull; inverse gamma at 0.
  case stretched(coefficient: Double, order: Double)
  /// −log p ~ c·exp(s·t), at an infinite end: Gumbel's lower one.
  case doublyExponential(coefficient: Double, rate: Double)
  /// Nothing is known.
  case unknown
}

extension Tail {
  /// The tail of a sum of densities: that which falls slowest.
  static func heaviest(of tails: [Tail]) -> Tail {
    guard let first = tails.first, !tails.contains(.unknown) else { return .unknown }
    return tails.dropFirst().reduce(first) { $1.isHeavier(than: $0) ? $1 : $0 }
  }

  /// The kind, slowest first, and what decides within it: the smaller falls slower.
  private var speed: (kind: Int, first: Double, second: Double) {
    switch self {
    case .powerLaw(let exponent): (0, exponent, 0)
    case .squaredLogarithm(let coefficient): (1, coefficient, 0)
    case .stretched(let coefficient, let order): (2, order, coefficient)
    case .doublyExponential(let coefficient, let rate): (3, rate, coefficient)
    case .unknown: (-1, 0, 0)
    }
  }

  private func isHeavier(than other: Tail) -> Bool { speed < other.speed }
}
