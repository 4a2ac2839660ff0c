// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// Arithmetic that rounds down, for the lower ends of an ``Enclosure``; upper ends follow by symmetry.
///
/// The exact error of the rounded result, which a fused multiply-add gives, tells whether it has to
/// be lowered; where the error itself would underflow, it always is. An overflow of finite operands
/// is rounded down to the largest double, while infinite operands stand for themselves.
enum DirectedRounding {
  /// The largest double at or below x + y; x and y are not opposite infinities.
  static func sum(_ x: Double, _ y: Double) -> Double {
    let sum = x + y
    guard sum.isFinite else { return lowered(overflow: sum, x, y) }
    return Augmented.sum(x, y).tail < 0 ? sum.nextDown : sum
  }

  /// A double at or below x · y; 0 where one of them is 0.
  static func product(_ x: Double, _ y: Double) -> Double {
    if x == 0 || y == 0 { return 0 }
    let product = x * y
    guard product.isFinite else { return lowered(overflow: product, x, y) }
    if product.magnitude < leastExact { return lowered(underflow: product, x, y) }
    return (-product).addingProduct(x, y) < 0 ? product.nextDown : product
  }

  /// A double at or below x / y, for y ≠ 0; 0 where y is infinite.
  static func quotient(_ x: Double, _ y: Double) -> Double {
    if x == 0 || y.isInfinite { return 0 }
    let quotient = x / y
    guard quotient.isFinite else { return lowered(overflow: quotient, x, y) }
    if quotient.magnitude < leastExact || x.magnitude < leastExact {
      return lowered(underflow: quotient, x, y)
    }
    let rest = x.addingProduct(-quotient, y)
    return (y > 0 ? rest < 0 : rest > 0) ? quotient.nextDown : quotient
  }

  /// A double at or below √x, for x ≥ 0.
  static func squareRoot(_ x: Double) -> Double {
    let root = x.squareRoot()
    if x == 0 || x.isInfinite { return root }
    return x < leastExact || x.addingProduct(-root, root) < 0 ? root.nextDown : root
  }

  /// A double at or above √x, for x ≥ 0.
  static func squareRootUp(_ x: Double) -> Double {
    let root = x.squareRoot()
    if x == 0 || x.isInfinite { return root }
    return x < leastExact || x.addingProduct(-root, root) > 0 ? root.nextUp : root
  }

  /// Below a value that the system's library gives, with an error of 4 units in the last place or less.
  static func below(_ value: Double, relativeError: Double = 1e-15) -> Double {
    value.isFinite ? (value - value.magnitude * relativeError).nextDown : value.nextDown
  }

  /// Below it, the error of a product or quotient is no double.
  private static let leastExact = 1e-290

  private static func lowered(overflow: Double, _ x: Double, _ y: Double) -> Double {
    x.isFinite && y.isFinite ? overflow.nextDown : overflow
  }

  /// Operands of one sign have no product or quotient below 0.
  private static func lowered(underflow: Double, _ x: Double, _ y: Double) -> Double {
    x.sign == y.sign ? max(0, underflow.nextDown) : underflow.nextDown
  }
}
