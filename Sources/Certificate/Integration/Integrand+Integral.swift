// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

extension Integrand {
  /// ∫ f eᵍ ds between two s, by adaptive Gauss–Legendre quadrature with proven errors.
  ///
  /// Source: Johansson, "Numerical integration in arbitrary-precision ball arithmetic" (ICMS 2018).
  ///
  /// - Parameters:
  ///   - tolerance: an error that does not matter.
  ///   - goal: how many bits of the result are wanted.
  func integral(from a: Ball, to b: Ball, tolerance: Ball, goal: Int) -> Ball {
    let evaluation = Evaluation(self)
    let (start, stop, result) = (ComplexBall(), ComplexBall(), ComplexBall())
    unsafe acb_set_arb(start.pointer, a.pointer)
    unsafe acb_set_arb(stop.pointer, b.pointer)
    var error = mag_struct()
    unsafe mag_init(&error)
    defer { unsafe mag_clear(&error) }
    unsafe arb_get_mag_lower(&error, tolerance.pointer)
    var options = acb_calc_integrate_opt_struct()
    unsafe acb_calc_integrate_opt_init(&options)
    options.eval_limit = 20_000 + 40 * precision.bits
    options.depth_limit = 64 + precision.bits
    let context = unsafe Unmanaged.passUnretained(evaluation).toOpaque()
    let function: acb_calc_func_t = { result, s, context, order, _ in
      guard let result = unsafe result, let s = unsafe s, let context = unsafe context else {
        return 0
      }
      let evaluation = unsafe Unmanaged<Evaluation>.fromOpaque(context).takeUnretainedValue()
      unsafe evaluation.evaluate(at: s, isAnalytic: order != 0, into: result)
      return 0
    }
    withExtendedLifetime(evaluation) {
      unsafe _ = acb_calc_integrate(
        result.pointer, function, context, start.pointer, stop.pointer, goal, &error, &options,
        precision.bits)
    }
    return result.real
  }

  /// The integrand at complex s.
  private final class Evaluation {
    private let forms: Forms
    private let precision: Precision
    private let (values, slopes): (Plan, Plan)
    private let (evaluator, middle): (ComplexEvaluator, ComplexEvaluator)
    private let (exponent, factor, slope, atMiddle) = (
      ComplexBall(), ComplexBall(), ComplexBall(), ComplexBall()
    )
    private let centre = ComplexBall()

    init(_ integrand: Integrand) {
      forms = integrand.bulk
      precision = integrand.precision
      values = Plan(forms.graph, for: [forms.exponent, forms.factor])
      slopes = Plan(forms.graph, for: [forms.slope], besides: values)
      evaluator = ComplexEvaluator(forms.graph)
      middle = ComplexEvaluator(forms.graph)
    }

    func evaluate(
      at s: UnsafePointer<acb_struct>, isAnalytic: Bool,
      into result: UnsafeMutablePointer<acb_struct>
    ) {
      unsafe evaluator.move(to: s, isAnalytic: isAnalytic)
      evaluator.compute(values)
      evaluator.evaluate(forms.exponent, into: exponent)
      evaluator.evaluate(forms.factor, into: factor)
      if exponent.isWider(than: -2) { unsafe narrow(around: s, isAnalytic: isAnalytic) }
      unsafe acb_exp(result, exponent.pointer, precision.bits)
      unsafe acb_mul(result, result, factor.pointer, precision.bits)
    }

    /// g(s) = g(m) + (s − m)·g′(hull): analytic functions have mean values in convex sets.
    private func narrow(around s: UnsafePointer<acb_struct>, isAnalytic: Bool) {
      guard exponent.isFinite else { return }
      evaluator.compute(slopes)
      evaluator.evaluate(forms.slope, into: slope)
      guard slope.isFinite else { return }
      unsafe acb_get_mid(centre.pointer, s)
      unsafe middle.move(to: centre.pointer, isAnalytic: isAnalytic)
      middle.compute(values)
      middle.evaluate(forms.exponent, into: atMiddle)
      unsafe acb_sub(centre.pointer, s, centre.pointer, precision.bits)
      unsafe acb_mul(slope.pointer, slope.pointer, centre.pointer, precision.bits)
      unsafe acb_add(slope.pointer, slope.pointer, atMiddle.pointer, precision.bits)
      exponent.intersect(slope, bits: precision.bits)
    }
  }
}
