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
