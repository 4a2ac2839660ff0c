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
    case .logNormalCumulative: logNormalCumulative(t)
    case .logNormalRatio: difference(logNormalCumulative(t), logNormalDensity(t))
    case .scaledNormalHazard: product(t, exp(negative(apply(.logNormalRatio, t))))
    case .normalMean: sum(t, exp(negative(apply(.logNormalRatio, t))))
    case .scaledNormalMean: product(t, apply(.normalMean, t))
    case .scaledBesselSlope(let order):
      product(t, difference(besselRatio(order, t), .one))
    case .errorFunction: unsafe Ball { unsafe arb_hypgeom_erf($0, t.pointer, bits) }
    case .inverseNormalCumulative: inverseNormalCumulative(t)
    case .sine: unsafe Ball { unsafe arb_sin($0, t.pointer, bits) }
    case .cosine: unsafe Ball { unsafe arb_cos($0, t.pointer, bits) }
    case .arcTangent: unsafe Ball { unsafe arb_atan($0, t.pointer, bits) }
    case .hyperbolicTangent: unsafe Ball { unsafe arb_tanh($0, t.pointer, bits) }
    case .logScaledBessel(let order): logScaledBessel(order, t)
    case .squareRoot: squareRoot(t)
    case .square: unsafe Ball { unsafe arb_sqr($0, t.pointer, bits(for: t)) }
    case .magnitude: magnitude(t)
    case .sign: unsafe Ball { unsafe arb_sgn($0, t.pointer) }
    case .logGamma: unsafe Ball { unsafe arb_lgamma($0, t.pointer, bits) }
    case .polygamma(let order): polygamma(order, t)
    // Nothing is known of a function from outside; the others stand in the engine's coordinates alone.
    case .logTiltedMoment(let order): logTiltedMoment(order, t)
    case .tiltedSlope(let order):
      {
        let bounds = apply(.tiltedSlope(order: order), bounds(t))
        return hull(bounds.lower, bounds.upper)
      }()
    case .scaledTiltedSlope(let order): product(t, apply(.tiltedSlope(order: order), t))
    case .custom, .absoluteSum, .rows, .stirlingRemainder, .stirlingSlope, .tailIntegral,
      .tailSlope, .scaledTailSlope, .logTiltedTransform, .tiltedMean, .scaledTiltedMean:
      Ball(.nan)
    }
  }

  private func bits(for t: Ball) -> Int {
    t.isExact ? max(bits, Precision.longestExact) : bits
  }

  /// log(t⁻ⁿ Iₙ(t)) − t, in which 2ⁿ t⁻ⁿ Iₙ(t) is Σ (¼t²)ᵏ/(k! (n + k)!).
  private func logScaledBessel(_ order: Int, _ t: Ball) -> Ball {
    let argument = product(Ball(0.25), apply(.square, t))
    let parameter = Ball(Double(order + 1))
    let series = unsafe Ball {
      unsafe arb_hypgeom_0f1($0, parameter.pointer, argument.pointer, 1, bits)
    }
    let constant = product(Ball(Double(order)), log(Ball(2)))
    return difference(difference(log(series), constant), t)
  }

  /// Φ⁻¹(t) = −√2 erfc⁻¹(2t), from the smaller tail.
  private func inverseNormalCumulative(_ t: Ball) -> Ball {
    let isUpper = Ball(0.5) < t
    let double = product(Ball(2), isUpper ? difference(.one, t) : t)
    let size = product(
      squareRoot(Ball(2)), unsafe Ball { unsafe arb_hypgeom_erfcinv($0, double.pointer, bits) })
    return isUpper ? size : negative(size)
  }

  /// Iₙ₊₁(t)/Iₙ(t).
  func besselRatio(_ order: Int, _ t: Ball) -> Ball {
    let change = difference(
      apply(.logScaledBessel(order: order + 1), t), apply(.logScaledBessel(order: order), t))
    return product(t, exp(change))
  }

  /// log φ(t).
  func logNormalDensity(_ t: Ball) -> Ball {
    let square = product(Ball(-0.5), apply(.square, t))
    return difference(square, product(Ball(0.5), log(product(Ball(2), pi()))))
  }

  /// log Φ(t), from the smaller one of Φ(t) and Φ(−t).
  private func logNormalCumulative(_ t: Ball) -> Ball {
    let size = quotient(magnitude(t), squareRoot(Ball(2)))
    let tail = product(
      Ball(0.5), unsafe Ball { unsafe arb_hypgeom_erfc($0, size.pointer, bits) })
    if t.isPositive { return apply(.logOnePlus, negative(tail)) }
    if t.isNegative { return log(tail) }
    let place = quotient(negative(t), squareRoot(Ball(2)))
    let whole = unsafe Ball { unsafe arb_hypgeom_erfc($0, place.pointer, bits) }
    return log(product(Ball(0.5), whole))
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
