// SPDX-License-Identifier: GPL-3.0-or-later

public import RealModule

/// An unevaluated sum of two doubles, good for 31 digits or so.
///
/// Natural parameters and constants of log densities are kept in it: their sums and differences
/// cancel (x − θ + φ, log θ − ½x² + ½m²), and what is left has to be right to the last digit of a
/// double.
///
/// A sum, product or quotient is off by less than 2⁻¹⁰⁰ of its value, as long as no part of it falls
/// below the smallest normal double: products are to be 0 or above 1e-291 in magnitude. On overflow,
/// and for operands that are not finite, the head is what arithmetic on the heads gives (±∞ or NaN)
/// and the tail is 0.
///
/// Source: Dekker, "A floating-point technique for extending the available precision",
/// Numerische Mathematik 18 (1971); bounds in Joldes, Muller, Popescu, "Tight and rigorous error
/// bounds for basic building blocks of double-word arithmetic", ACM TOMS 44 (2017). On
/// swift-numerics' error-free transformations.
public struct DoubleDouble: Sendable, Hashable {
  /// The value rounded to a double.
  public let head: Double

  /// What the rounding left out; at most half a unit in the last place of the head.
  public let tail: Double

  /// The exact value of a double.
  @inlinable
  public init(_ value: Double) {
    head = value
    tail = 0
  }

  @inlinable
  init(head: Double, tail: Double) {
    self.head = head
    self.tail = tail
  }

  @inlinable
  init(normalizing head: Double, _ tail: Double) {
    // The error term of an overflow is NaN, and must not reach the head.
    let sum = Augmented.sum(large: head, small: head.isFinite ? tail : 0)
    self.head = sum.head
    self.tail = sum.head.isFinite ? sum.tail : 0
  }

  /// The product of two doubles; exact unless it is below 1e-291 in magnitude and not 0.
  @inlinable
  public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = Augmented.product(a, b)
    return DoubleDouble(normalizing: product.head, product.tail)
  }

  /// log(value) for a positive, finite value, with an absolute error below 1e-16: fast, and as good as
  /// a double can be whatever the exponent, but not to 31 digits, which a ``Formula``'s logarithm has.
  ///
  /// The exponent is split off, so that only the logarithm of the significand, at most 0.35 in
  /// magnitude, is rounded. −∞ at 0, ∞ at ∞, NaN below 0.
  @inlinable
  public static func log(_ value: Double) -> DoubleDouble {
    guard value > 0, value.isFinite else { return DoubleDouble(Double.log(value)) }
    var significand = value.significand
    var exponent = Double(value.exponent)
    if significand > 1.414 {
      significand /= 2
      exponent += 1
    }
    return logarithmOfTwo * exponent + DoubleDouble(Double.log(significand))
  }

  @usableFromInline static let logarithmOfTwo = DoubleDouble(
    normalizing: 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)

  /// log π.
  public static let logPi = DoubleDouble(
    normalizing: 0x1.250d048e7a1bdp+0, 0x1.7abf2ad8d5088p-57)

  /// ½ log 2π.
  public static let halfLogTwoPi = DoubleDouble(
    normalizing: 0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55)

  /// The sum.
  @inlinable
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let heads = Augmented.sum(a.head, b.head)
    let tails = Augmented.sum(a.tail, b.tail)
    let partial = Augmented.sum(large: heads.head, small: heads.tail + tails.head)
    let sum = Augmented.sum(large: partial.head, small: partial.tail + tails.tail)
    if sum.head.isFinite { return DoubleDouble(head: sum.head, tail: sum.tail) }
    // An overflow: its error term is NaN, and must not reach the head.
    let safe = DoubleDouble(normalizing: heads.head, heads.tail + tails.head)
    return DoubleDouble(normalizing: safe.head, safe.tail + tails.tail)
  }

  /// The difference.
  @inlinable
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  /// The opposite.
  @inlinable
  public static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(head: -a.head, tail: 0 - a.tail)
  }

  /// The product.
  @inlinable
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let heads = Augmented.product(a.head, b.head)
    return DoubleDouble(
      normalizing: heads.head, heads.tail + (a.head * b.tail + a.tail * b.head))
  }

  /// The product with a double.
  @inlinable
  public static func * (a: DoubleDouble, b: Double) -> DoubleDouble { a * DoubleDouble(b) }

  /// The quotient; b is not 0.
  @inlinable
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.head / b.head
    guard first.isFinite, first != 0 else { return DoubleDouble(first) }
    let rest = a - b * first
    // b · first may overflow where a is within a rounding of the largest double.
    guard rest.isFinite else { return DoubleDouble(first) }
    return DoubleDouble(first) + DoubleDouble(rest.head / b.head)
  }

  /// Whether the value is finite.
  @inlinable
  public var isFinite: Bool { head.isFinite }
}
