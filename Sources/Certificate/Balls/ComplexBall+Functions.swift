// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

extension ComplexBall {
  /// Becomes f(t). Where it is to be analytic, and t meets a branch cut or a kink of f, it becomes
  /// undefined.
  func apply(_ function: ElementaryFunction, to t: ComplexBall, isAnalytic: Bool, bits: Int) {
    let flag: Int32 = isAnalytic ? 1 : 0
    switch function {
    case .exp: unsafe acb_exp(pointer, t.pointer, bits)
    case .expMinusOne: unsafe acb_expm1(pointer, t.pointer, bits)
    case .log: unsafe acb_log_analytic(pointer, t.pointer, flag, bits)
    case .logOnePlus: logOnePlus(t, isAnalytic: isAnalytic, bits: bits)
    case .logOnePlusMinus:
      let start = ComplexBall()
      unsafe acb_set(start.pointer, t.pointer)
      logOnePlus(t, isAnalytic: isAnalytic, bits: bits)
      unsafe acb_sub(pointer, pointer, start.pointer, bits)
    case .softplus: softplus(t, isAnalytic: isAnalytic, bits: bits)
    case .inverseLogit: inverseLogit(t, bits: bits)
    case .scaledInverseLogit:
      let factor = ComplexBall()
      factor.inverseLogit(t, bits: bits)
      unsafe acb_mul(pointer, t.pointer, factor.pointer, bits)
    case .todd: todd(t, bits: bits)
    case .toddSlope: toddSlope(t, bits: bits)
    case .logInverseCloglog:
      let fall = ComplexBall()
      unsafe acb_exp(fall.pointer, t.pointer, bits)
      unsafe acb_neg(fall.pointer, fall.pointer)
      unsafe acb_expm1(fall.pointer, fall.pointer, bits)
      unsafe acb_neg(fall.pointer, fall.pointer)
      unsafe acb_log_analytic(pointer, fall.pointer, flag, bits)
    case .logNormalCumulative, .logNormalRatio, .scaledNormalHazard:
      applyNormal(function, to: t, bits: bits)
    case .errorFunction: unsafe acb_hypgeom_erf(pointer, t.pointer, bits)
    case .inverseNormalCumulative: applyInverseNormal(to: t, bits: bits)
    case .sine: unsafe acb_sin(pointer, t.pointer, bits)
    case .cosine: unsafe acb_cos(pointer, t.pointer, bits)
    case .arcTangent: arcTangent(t, isAnalytic: isAnalytic, bits: bits)
    case .hyperbolicTangent: unsafe acb_tanh(pointer, t.pointer, bits)
    case .logScaledBessel(let order): applyScaledBessel(order, to: t, bits: bits)
    case .squareRoot: unsafe acb_sqrt_analytic(pointer, t.pointer, flag, bits)
    case .square: unsafe acb_mul(pointer, t.pointer, t.pointer, bits)
    case .magnitude: unsafe acb_real_abs(pointer, t.pointer, flag, bits)
    case .sign: unsafe acb_real_sgn(pointer, t.pointer, flag, bits)
    case .logGamma:
      if isAnalytic && t.meetsNegativeAxis {
        becomeUndefined()
      } else {
        unsafe acb_lgamma(pointer, t.pointer, bits)
      }
    case .polygamma(order: 0): unsafe acb_digamma(pointer, t.pointer, bits)
    case .polygamma(let order):
      let index = ComplexBall()
      unsafe acb_set_si(index.pointer, order)
      unsafe acb_polygamma(pointer, index.pointer, t.pointer, bits)
    // They stand in slopes alone, which are followed on the real line.
    case .normalMean, .scaledNormalMean, .scaledBesselSlope, .scaledTiltedSlope: becomeUndefined()
    case .logTiltedMoment(let order): applyTiltedMoment(order, to: t, bits: bits)
    case .tiltedSlope(let order): applyTiltedSlope(order, to: t, bits: bits)
    case .custom, .absoluteSum, .rows, .stirlingRemainder, .stirlingSlope, .tailIntegral,
      .tailSlope, .scaledTailSlope, .logTiltedTransform, .tiltedMean, .scaledTiltedMean:
      becomeUndefined()
    }
  }

  private func logOnePlus(_ t: ComplexBall, isAnalytic: Bool, bits: Int) {
    if isAnalytic {
      let argument = ComplexBall()
      unsafe acb_add_ui(argument.pointer, t.pointer, 1, bits)
      if argument.meetsNegativeAxis { return becomeUndefined() }
    }
    unsafe acb_log1p(pointer, t.pointer, bits)
  }

  /// log(1 + eᵗ), or t + log(1 + e⁻ᵗ) where Re t > 0: analytic there, and the same on the real line.
  private func softplus(_ t: ComplexBall, isAnalytic: Bool, bits: Int) {
    let growth = ComplexBall()
    guard unsafe arb_is_positive(&t.pointer.pointee.real) != 0 else {
      unsafe acb_exp(growth.pointer, t.pointer, bits)
      return logOnePlus(growth, isAnalytic: isAnalytic, bits: bits)
    }
    let start = ComplexBall()
    unsafe acb_set(start.pointer, t.pointer)
    unsafe acb_neg(growth.pointer, t.pointer)
    unsafe acb_exp(growth.pointer, growth.pointer, bits)
    logOnePlus(growth, isAnalytic: isAnalytic, bits: bits)
    unsafe acb_add(pointer, pointer, start.pointer, bits)
  }

  /// The cuts are the imaginary axis beyond ±i.
  private func arcTangent(_ t: ComplexBall, isAnalytic: Bool, bits: Int) {
    if isAnalytic, unsafe arb_contains_zero(&t.pointer.pointee.real) != 0 {
      let height = t.imaginary.largestMagnitude
      guard height < .one else { return becomeUndefined() }
    }
    unsafe acb_atan(pointer, t.pointer, bits)
  }

  private func inverseLogit(_ t: ComplexBall, bits: Int) {
    let growth = ComplexBall()
    if unsafe arb_is_negative(&t.pointer.pointee.real) != 0 {
      unsafe acb_exp(growth.pointer, t.pointer, bits)
      unsafe acb_add_ui(pointer, growth.pointer, 1, bits)
      unsafe acb_div(pointer, growth.pointer, pointer, bits)
    } else {
      unsafe acb_neg(growth.pointer, t.pointer)
      unsafe acb_exp(growth.pointer, growth.pointer, bits)
      unsafe acb_add_ui(growth.pointer, growth.pointer, 1, bits)
      unsafe acb_inv(pointer, growth.pointer, bits)
    }
  }

  private func todd(_ t: ComplexBall, bits: Int) {
    if unsafe acb_contains_zero(t.pointer) != 0 {
      // The pole next to 0 is 2πi; around 0 the real enclosure serves real arguments only.
      guard unsafe arb_is_zero(&t.pointer.pointee.imag) != 0 else { return becomeUndefined() }
      let value = Precision(bits: bits).apply(.todd, t.real)
      unsafe acb_set_arb(pointer, value.pointer)
      return
    }
    let fall = ComplexBall()
    unsafe acb_neg(fall.pointer, t.pointer)
    unsafe acb_expm1(fall.pointer, fall.pointer, bits)
    unsafe acb_div(fall.pointer, t.pointer, fall.pointer, bits)
    unsafe acb_neg(pointer, fall.pointer)
  }

  /// 1/t − 1/(eᵗ − 1), where t stays off 0.
  private func toddSlope(_ t: ComplexBall, bits: Int) {
    let growth = ComplexBall()
    unsafe acb_expm1(growth.pointer, t.pointer, bits)
    unsafe acb_inv(growth.pointer, growth.pointer, bits)
    unsafe acb_inv(pointer, t.pointer, bits)
    unsafe acb_sub(pointer, pointer, growth.pointer, bits)
  }
}
