// SPDX-License-Identifier: GPL-3.0-or-later

/// A kind of number that a ``Formula`` can be evaluated in.
///
/// ``DoubleDouble`` gives values with 31 digits, ``Enclosure`` bounds over a whole interval.
protocol Scalar: Sendable {
  /// A constant.
  init(_ value: DoubleDouble)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// base^exponent, real where the base is positive or the exponent a whole number.
  func raised(to exponent: Self) -> Self

  /// f(self).
  func applying(_ function: ElementaryFunction) -> Self

  /// log(1 + self²), also where the square overflows.
  func logOnePlusSquare() -> Self

  /// log Σ exp(tₖ) of at least one.
  static func logSumExp(_ terms: [Self]) -> Self

  /// The value where self is positive, −∞ where it is not.
  func restricting(_ value: () -> Self) -> Self

  /// The first value where self is positive, the other one where it is not.
  func choosing(_ value: () -> Self, otherwise: () -> Self) -> Self
}
