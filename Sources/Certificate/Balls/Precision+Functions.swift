// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

extension Precision {
  /// f(t); undefined where t may lie outside the domain.
  func apply(_ function: ElementaryFunction, _ t: Ball) -> Ball {
    switch function {
    case .exp: exp(t)
    case .expMinusOne: unsafe Ball { unsafe arb_expm1($0, t.pointer, bits) }
    case .log: log(t)
    case .logOnePlus: unsafe Ball { unsafe arb_log1p($0, t.pointer, bits) }
    case .logOnePlusMinus: difference(apply(.logOnePlus, t), t)
    case .softplus:
      // log(1 + eᵗ) = t + log(1 + e⁻ᵗ)
      t.isPositive
        ? sum(t, apply(.logOnePlus, exp(negative(t)))) : apply(.logOnePlus, exp(t))
    case .inverseLogit: inverseLogit(t)
    case .scaledInverseLogit: product(t, inverseLogit(t))
    case .todd: todd(t)
    case .toddSlope: toddSlope(t)
    case .logInverseCloglog: logInverseCloglog(t)
    case .squareRoot: squareRoot(t)
    case .square: unsafe Ball { unsafe arb_sqr($0, t.pointer, bits(for: t)) }
    case .magnitude: magnitude(t)
    case .sign: unsafe Ball { unsafe arb_sgn($0, t.pointer) }
    case .logGamma: unsafe Ball { unsafe arb_lgamma($0, t.pointer, bits) }
    case .polygamma(let order): polygamma(order, t)
    // Nothing is known of a function from outside; the others stand in the engine's coordinates alone.
    case .custom, .absoluteSum, .rows, .stirlingRemainder, .stirlingSlope: Ball(.nan)
    }
  }

  private func bits(for t: Ball) -> Int {
    t.isExact ? max(bits, Precision.longestExact) : bits
  }

  /// 1/(1 + e⁻ᵗ), or eᵗ/(1 + eᵗ) where that has no large number in it.
  private func inverseLogit(_ t: Ball) -> Ball {
    guard t.isNegative else { return quotient(.one, sum(.one, exp(negative(t)))) }
    let growth = exp(t)
    return quotient(growth, sum(.one, growth))
  }

  /// t/(1 − e⁻ᵗ); near 0, 1 + t/2 + R with |R| ≤ t²/11 for |t| ≤ 1, since the coefficients of
  /// Bernoulli's series are at most 1/12, 1/720, … of alternating sign.
  private func todd(_ t: Ball) -> Ball {
    guard t.containsZero else {
      return quotient(t, negative(apply(.expMinusOne, negative(t))))
    }
    guard magnitude(t) <= .one else { return Ball.wholeLine }
    let error = quotient(apply(.square, magnitude(t)), Ball(11))
    return widened(sum(.one, product(Ball(0.5), t)), by: upper(error))
  }

  /// 1/t − 1/(eᵗ − 1), which falls from 1 to 0.
  private func toddSlope(_ t: Ball) -> Ball {
    guard t.containsZero else {
      return difference(quotient(.one, t), quotient(.one, apply(.expMinusOne, t)))
    }
    return t.isZero ? Ball(0.5) : hull(.zero, .one)
  }

  /// log(1 − exp(−eᵗ)), by log1p where the exponential is small.
  private func logInverseCloglog(_ t: Ball) -> Ball {
    let fall = negative(exp(t))
    return t.isPositive
      ? apply(.logOnePlus, negative(exp(fall))) : log(negative(apply(.expMinusOne, fall)))
  }

  private func polygamma(_ order: Int, _ t: Ball) -> Ball {
    guard order > 0 else { return unsafe Ball { unsafe arb_digamma($0, t.pointer, bits) } }
    let value = ComplexBall()
    unsafe acb_set_arb(value.pointer, t.pointer)
    value.apply(.polygamma(order: order), to: value, isAnalytic: false, bits: bits)
    return unsafe Ball { unsafe arb_set($0, &value.pointer.pointee.real) }
  }
}
