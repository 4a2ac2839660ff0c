// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT

/// A real number, enclosed: a midpoint and a radius, each with an exponent of any size.
///
/// What is computed from balls holds what is computed from any numbers in them. A ball is never
/// changed. Source: Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval
/// arithmetic" (IEEE Transactions on Computers 66, 2017).
@safe
final class Ball: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<arb_struct>

  /// A ball that a function of FLINT fills.
  init(_ fill: (UnsafeMutablePointer<arb_struct>) -> Void) {
    unsafe pointer = .allocate(capacity: 1)
    unsafe arb_init(pointer)
    unsafe fill(pointer)
  }

  /// A double, exactly.
  convenience init(_ value: Double) { unsafe self.init { unsafe arb_set_d($0, value) } }

  deinit {
    unsafe arb_clear(pointer)
    unsafe pointer.deallocate()
  }

  static let zero = Ball(0)
  static let one = Ball(1)
  static let infinity = Ball(.infinity)
  static let minusInfinity = Ball(-.infinity)

  /// All of the line.
  static let wholeLine = unsafe Ball { unsafe arb_zero_pm_inf($0) }

  /// Whether the radius is 0.
  var isExact: Bool { unsafe arb_is_exact(pointer) != 0 }
  /// Whether it is 0 and nothing else.
  var isZero: Bool { unsafe arb_is_zero(pointer) != 0 }
  /// Whether midpoint and radius are numbers.
  var isFinite: Bool { unsafe arb_is_finite(pointer) != 0 }
  /// Whether it says nothing: the value of a function outside its domain.
  var isUndefined: Bool { unsafe arf_is_nan(&pointer.pointee.mid) != 0 }
  /// Whether every number in it is positive.
  var isPositive: Bool { unsafe arb_is_positive(pointer) != 0 }
  /// Whether every number in it is negative.
  var isNegative: Bool { unsafe arb_is_negative(pointer) != 0 }
  /// Whether 0 may be in it.
  var containsZero: Bool { unsafe arb_contains_zero(pointer) != 0 }

  /// 1 or −1 where every number in it has this sign, 0 for 0 itself; `nil` where it cannot be said.
  var sign: Int? { isPositive ? 1 : isNegative ? -1 : isZero ? 0 : nil }

  /// Whether the two have the same midpoint and the same radius.
  func isIdentical(to other: Ball) -> Bool {
    unsafe self === other || arb_equal(pointer, other.pointer) != 0
  }

  /// Whether every number in it is below every number in the other.
  static func < (a: Ball, b: Ball) -> Bool { unsafe arb_lt(a.pointer, b.pointer) != 0 }
  /// Whether no number in it is above any number in the other.
  static func <= (a: Ball, b: Ball) -> Bool { unsafe arb_le(a.pointer, b.pointer) != 0 }

  /// The midpoint.
  var midpoint: Ball { unsafe Ball { unsafe arb_get_mid_arb($0, pointer) } }
  /// The radius.
  var radius: Ball { unsafe Ball { unsafe arb_get_rad_arb($0, pointer) } }
  /// The double nearest to the midpoint, or near it.
  var double: Double { unsafe cflint_double_near(&pointer.pointee.mid) }

  /// The whole number that it is; `nil` where it is none, or not one from −10⁶ to 10⁶.
  var smallInteger: Int? {
    guard isExact, unsafe arb_is_int(pointer) != 0, abs(double) <= 1e6 else { return nil }
    return Int(double)
  }

  /// The largest magnitude in it.
  var largestMagnitude: Ball {
    var magnitude = mag_struct()
    unsafe mag_init(&magnitude)
    unsafe arb_get_mag(&magnitude, pointer)
    defer { unsafe mag_clear(&magnitude) }
    return unsafe Ball { unsafe arf_set_mag(&$0.pointee.mid, &magnitude) }
  }
}
