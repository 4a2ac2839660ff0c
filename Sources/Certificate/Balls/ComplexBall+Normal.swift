// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

// The standard normal distribution over rectangles of the complex plane.

extension ComplexBall {
  /// Becomes log Φ(t), log(Φ/φ)(t) or tφ(t)/Φ(t).
  func applyNormal(_ function: ElementaryFunction, to t: ComplexBall, bits: Int) {
    let precision = Precision(bits: bits)
    let (start, square) = (ComplexBall(), ComplexBall())
    unsafe acb_set(start.pointer, t.pointer)
    unsafe acb_mul(square.pointer, t.pointer, t.pointer, bits)
    unsafe acb_mul_2exp_si(square.pointer, square.pointer, -1)
    let constant = precision.negative(precision.logNormalDensity(.zero))
    // The density has no zero: the sum of both is analytic where one of them is.
    let isLeft = unsafe arb_is_positive(&start.pointer.pointee.real) == 0
    if isLeft {
      logNormalRatio(start, square, precision)
      if function == .logNormalCumulative {
        unsafe acb_sub(pointer, pointer, square.pointer, bits)
        unsafe acb_sub_arb(pointer, pointer, constant.pointer, bits)
      }
    } else {
      // log(1 − Φ(−t)).
      unsafe acb_neg(start.pointer, start.pointer)
      logNormalRatio(start, square, precision)
      unsafe acb_sub(pointer, pointer, square.pointer, bits)
      unsafe acb_sub_arb(pointer, pointer, constant.pointer, bits)
      unsafe acb_exp(pointer, pointer, bits)
      unsafe acb_neg(pointer, pointer)
      unsafe acb_add_ui(start.pointer, pointer, 1, bits)
      if start.meetsNegativeAxis { return becomeUndefined() }
      unsafe acb_log1p(pointer, pointer, bits)
      if function != .logNormalCumulative {
        unsafe acb_add(pointer, pointer, square.pointer, bits)
        unsafe acb_add_arb(pointer, pointer, constant.pointer, bits)
      }
    }
    guard function == .scaledNormalHazard else { return }
    unsafe acb_neg(pointer, pointer)
    unsafe acb_exp(pointer, pointer, bits)
    unsafe acb_mul(pointer, pointer, t.pointer, bits)
  }

  /// Becomes log(Φ/φ)(t), for t that reach left of 0: at what is nearly a point by exp(½t²)Φ(t), and over wide
  /// rectangles by what it is on the real line (see `PositiveTransform` in Distributions).
  private func logNormalRatio(_ t: ComplexBall, _ halfSquare: ComplexBall, _ precision: Precision) {
    let bits = precision.bits
    guard t.isWider(than: -10) else {
      let (root, tail) = (precision.squareRoot(Ball(2)), ComplexBall())
      unsafe acb_div_arb(tail.pointer, t.pointer, root.pointer, bits)
      unsafe acb_neg(tail.pointer, tail.pointer)
      unsafe acb_hypgeom_erfc(tail.pointer, tail.pointer, bits)
      unsafe acb_mul_2exp_si(tail.pointer, tail.pointer, -1)
      unsafe acb_exp(pointer, halfSquare.pointer, bits)
      unsafe acb_mul(pointer, pointer, tail.pointer, bits)
      unsafe acb_log_analytic(pointer, pointer, 1, bits)
      let constant = precision.negative(precision.logNormalDensity(.zero))
      unsafe acb_add_arb(pointer, pointer, constant.pointer, bits)
      return
    }
    let range = precision.bounds(t.real)
    let values = precision.apply(.logNormalRatio, range)
    // The moments are m₁ = φ/Φ(t) + t and 1 + t m₁, at the right end.
    let end = range.upper
    let first = precision.sum(
      end, precision.exp(precision.negative(precision.apply(.logNormalRatio, end))))
    let second = precision.sum(.one, precision.product(end, first))
    becomeTransform(
      values, imaginary: t, (precision.upper(first), precision.upper(second)), precision)
  }
}
