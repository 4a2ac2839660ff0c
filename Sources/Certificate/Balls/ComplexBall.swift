// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT

/// A complex number, enclosed in a rectangle: a place to compute in, filled again and again.
@safe
final class ComplexBall {
  let pointer: UnsafeMutablePointer<acb_struct>

  init() {
    unsafe pointer = .allocate(capacity: 1)
    unsafe acb_init(pointer)
  }

  deinit {
    unsafe acb_clear(pointer)
    unsafe pointer.deallocate()
  }

  /// Whether both parts are numbers with a finite radius.
  var isFinite: Bool { unsafe acb_is_finite(pointer) != 0 }

  /// Says nothing from here on: the value of a function that is not analytic all over the rectangle.
  func becomeUndefined() { unsafe acb_indeterminate(pointer) }

  /// The real part.
  var real: Ball { unsafe Ball { unsafe arb_set($0, &pointer.pointee.real) } }

  /// The imaginary part.
  var imaginary: Ball { unsafe Ball { unsafe arb_set($0, &pointer.pointee.imag) } }

  /// Whether a radius is above 2^exponent.
  func isWider(than exponent: Int) -> Bool {
    unsafe mag_cmp_2exp_si(&pointer.pointee.real.rad, exponent) > 0
      || mag_cmp_2exp_si(&pointer.pointee.imag.rad, exponent) > 0
  }

  /// Keeps what two enclosures of the same number have in common.
  func intersect(_ other: ComplexBall, bits: Int) {
    let mine = unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: arb_struct.self)
    let theirs = unsafe UnsafeMutableRawPointer(other.pointer).assumingMemoryBound(
      to: arb_struct.self)
    for part in 0..<2 {
      unsafe _ = arb_intersection(mine + part, mine + part, theirs + part, bits)
    }
  }

  /// Whether the rectangle may meet the real numbers that are not positive.
  var meetsNegativeAxis: Bool {
    unsafe arb_contains_zero(&pointer.pointee.imag) != 0
      && arb_is_positive(&pointer.pointee.real) == 0
  }
}
