// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

extension ComplexBall {
  /// Becomes the logarithm of a transform ∫ exp(−ws) m(ds) of a positive measure, as `PositiveTransform` in
  /// Distributions says.
  ///
  /// - Parameters:
  ///   - values: the logarithm on the real line.
  ///   - t: w or −w.
  ///   - moments: no less than the means of s and s² under exp(−ws) m, at the real parts.
  func becomeTransform(
    _ values: Bounds, imaginary t: ComplexBall, _ moments: (first: Ball, second: Ball),
    _ precision: Precision
  ) {
    let height = t.imaginary.largestMagnitude
    let share = precision.product(
      precision.apply(.square, height), precision.product(Ball(0.5), moments.second))
    let least = precision.difference(.one, share)
    guard values.isFinite, least.isPositive else { return becomeUndefined() }
    let lower = precision.sum(values.lower, precision.log(least))
    let real = precision.hull(precision.lower(lower), values.upper)
    // |arg| does not exceed the tangent.
    let turn = precision.upper(precision.quotient(precision.product(height, moments.first), least))
    unsafe acb_set_arb(pointer, real.pointer)
    unsafe arb_add_error(&pointer.pointee.imag, turn.pointer)
  }
}
