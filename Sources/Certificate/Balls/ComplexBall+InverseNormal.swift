// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

extension ComplexBall {
  /// Becomes Φ⁻¹(p), which along p = x + is solves w′ = i/φ(w): a rectangle that Picard's iteration maps into itself
  /// holds the solution.
  func applyInverseNormal(to p: ComplexBall, bits: Int) {
    let precision = Precision(bits: bits)
    let real = p.real
    guard real.isPositive, real < .one else { return becomeUndefined() }
    let (start, path, guess, next) = (ComplexBall(), ComplexBall(), ComplexBall(), ComplexBall())
    let value = precision.apply(.inverseNormalCumulative, real)
    let zero = Ball.zero
    unsafe acb_set_arb(start.pointer, value.pointer)
    unsafe arb_union(
      &path.pointer.pointee.imag, &p.pointer.pointee.imag, zero.pointer, bits)
    unsafe acb_set(guess.pointer, start.pointer)
    next.becomeStep(from: start, along: path, slopeAt: guess, precision)
    for _ in 0..<8 {
      // A half wider on each side.
      unsafe acb_set(guess.pointer, next.pointer)
      guess.widen()
      next.becomeStep(from: start, along: path, slopeAt: guess, precision)
      guard next.isFinite else { return becomeUndefined() }
      if unsafe acb_contains(guess.pointer, next.pointer) != 0 {
        unsafe acb_zero(path.pointer)
        unsafe arb_set(&path.pointer.pointee.imag, &p.pointer.pointee.imag)
        return becomeStep(from: start, along: path, slopeAt: guess, precision)
      }
    }
    becomeUndefined()
  }

  /// Becomes start + path/φ(w).
  private func becomeStep(
    from start: ComplexBall, along path: ComplexBall, slopeAt w: ComplexBall,
    _ precision: Precision
  ) {
    let bits = precision.bits
    let logDensity = precision.logNormalDensity(.zero)
    unsafe acb_mul(pointer, w.pointer, w.pointer, bits)
    unsafe acb_mul_2exp_si(pointer, pointer, -1)
    unsafe acb_sub_arb(pointer, pointer, logDensity.pointer, bits)
    unsafe acb_exp(pointer, pointer, bits)
    unsafe acb_mul(pointer, pointer, path.pointer, bits)
    unsafe acb_add(pointer, pointer, start.pointer, bits)
  }

  /// Becomes a half wider on each side, and by 2⁻⁴⁰.
  private func widen() {
    let precision = Precision(bits: 64)
    func margin(_ radius: Ball) -> Ball {
      precision.upper(precision.sum(Ball(0x1p-40), precision.product(radius, Ball(0.5))))
    }
    // Names, so that the balls live until they were read: those of an array's elements do not.
    let (real, imaginary) = (margin(self.real.radius), margin(self.imaginary.radius))
    unsafe arb_add_error(&pointer.pointee.real, real.pointer)
    unsafe arb_add_error(&pointer.pointee.imag, imaginary.pointer)
  }
}
