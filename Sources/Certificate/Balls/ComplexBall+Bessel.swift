// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

extension ComplexBall {
  /// Becomes log(t⁻ⁿ Iₙ(t)) − t: at what is nearly a point by its series times exp(−t), whose argument is between −π and
  /// π as long as its real part is positive, and over wide rectangles by what it is on the real line.
  func applyScaledBessel(_ order: Int, to t: ComplexBall, bits: Int) {
    let precision = Precision(bits: bits)
    if unsafe arb_is_negative(&t.pointer.pointee.real) != 0 {
      // t⁻ⁿ Iₙ(t) is even.
      let mirrored = ComplexBall()
      unsafe acb_neg(mirrored.pointer, t.pointer)
      applyScaledBessel(order, to: mirrored, bits: bits)
      unsafe acb_addmul_si(pointer, mirrored.pointer, 2, bits)
      return
    }
    guard t.isWider(than: -10) else {
      let (argument, growth, parameter) = (ComplexBall(), ComplexBall(), ComplexBall())
      unsafe acb_mul(argument.pointer, t.pointer, t.pointer, bits)
      unsafe acb_mul_2exp_si(argument.pointer, argument.pointer, -2)
      unsafe acb_neg(growth.pointer, t.pointer)
      unsafe acb_exp(growth.pointer, growth.pointer, bits)
      unsafe acb_set_si(parameter.pointer, order + 1)
      unsafe acb_hypgeom_0f1(pointer, parameter.pointer, argument.pointer, 1, bits)
      unsafe acb_mul(pointer, pointer, growth.pointer, bits)
      guard unsafe arb_is_positive(&pointer.pointee.real) != 0 else { return becomeUndefined() }
      unsafe acb_log(pointer, pointer, bits)
      let constant = precision.product(Ball(Double(order)), precision.log(Ball(2)))
      unsafe acb_sub_arb(pointer, pointer, constant.pointer, bits)
      return
    }
    let range = precision.bounds(t.real)
    let function = ElementaryFunction.logScaledBessel(order: order)
    // With A = Iₙ₊₁/Iₙ the moments are 1 − A and 2 − 2A − (2n + 1) A/u, at the left end u.
    let u = range.lower
    let change = precision.difference(
      precision.apply(.logScaledBessel(order: order + 1), u), precision.apply(function, u))
    let share = precision.exp(change)
    let first = precision.difference(.one, precision.product(u, share))
    let second = precision.difference(
      precision.product(Ball(2), first), precision.product(Ball(Double(2 * order + 1)), share))
    becomeTransform(
      precision.apply(function, range), imaginary: t,
      (precision.upper(first), precision.upper(second)),
      precision)
  }
}
