// SPDX-License-Identifier: GPL-3.0-or-later

extension DoubleDouble: Scalar {
  init(_ value: DoubleDouble) { self = value }

  func restricting(_ value: () -> DoubleDouble) -> DoubleDouble {
    head > 0 ? value() : DoubleDouble(-.infinity)
  }

  func choosing(_ value: () -> DoubleDouble, otherwise: () -> DoubleDouble) -> DoubleDouble {
    head > 0 ? value() : head.isNaN ? self : otherwise()
  }

  static func logSumExp(_ terms: [DoubleDouble]) -> DoubleDouble {
    guard let largest = terms.max(by: { $0.head < $1.head }), largest.isFinite else {
      return DoubleDouble(terms.map(\.head).max() ?? -.infinity)
    }
    // The largest term is taken out, so that a sum next to it keeps its digits.
    var (rest, isFirst) = (DoubleDouble(0), true)
    for term in terms {
      if isFirst, term == largest {
        isFirst = false
      } else {
        rest = rest + (term - largest).exponential
      }
    }
    return largest + rest.logOnePlus
  }

  func logOnePlusSquare() -> DoubleDouble {
    head.magnitude < 1e100
      ? (self * self).logOnePlus : (head < 0 ? -self : self).logarithm * 2
  }

  func applying(_ function: ElementaryFunction) -> DoubleDouble {
    switch function {
    case .exp: exponential
    case .expMinusOne: expMinusOne
    case .log: logarithm
    case .logOnePlus: logOnePlus
    case .logOnePlusMinus: logOnePlusMinus
    case .softplus: softplus
    case .inverseLogit: inverseLogit
    case .scaledInverseLogit: self * inverseLogit
    case .todd: todd
    case .toddSlope: toddSlope
    case .logInverseCloglog: logInverseCloglog
    case .logNormalCumulative: logNormalCumulative
    case .logNormalRatio: logNormalRatio
    case .scaledNormalHazard: scaledNormalHazard
    case .normalMean: normalMean
    case .scaledNormalMean: self * normalMean
    case .scaledBesselSlope(let order):
      self
        * (self
          * (logScaledBessel(order: order + 1) - logScaledBessel(order: order)).exponential
          - DoubleDouble(1))
    case .errorFunction: errorFunction
    case .inverseNormalCumulative: inverseNormalCumulative
    case .sine: sine
    case .cosine: cosine
    case .arcTangent: arcTangent
    case .hyperbolicTangent: hyperbolicTangent
    case .logScaledBessel(let order): logScaledBessel(order: order)
    case .logTiltedMoment(let order): TiltedMoment(order: order).value(at: self)
    case .tiltedSlope(let order): TiltedMoment(order: order).slope(at: self)
    case .scaledTiltedSlope(let order): self * TiltedMoment(order: order).slope(at: self)
    case .logTiltedTransform(let order): TiltedMoment(order: order).transform(at: self)
    case .tiltedMean(let order): TiltedMoment(order: order).mean(at: self)
    case .scaledTiltedMean(let order): self * TiltedMoment(order: order).mean(at: self)
    case .tailIntegral(let integral): integral.value(at: self)
    case .tailSlope(let integral): integral.slope(at: self)
    case .scaledTailSlope(let integral): self * integral.slope(at: self)
    case .squareRoot: squareRoot
    case .square: self * self
    case .magnitude: head < 0 ? -self : self
    case .sign: DoubleDouble(head > 0 ? 1 : head < 0 ? -1 : head)
    case .logGamma: logGamma
    case .stirlingRemainder: head > 0 ? stirlingRemainder : DoubleDouble(.nan)
    case .stirlingSlope: DoubleDouble(Polygamma.stirlingSlope(head))
    case .polygamma(order: 0): digamma
    case .polygamma(let order): DoubleDouble(Polygamma.value(order: order, head))
    case .custom(let function): function.value(self)
    case .absoluteSum(let sum): sum.value(at: self)
    case .rows(let sum): sum.value(at: self)
    }
  }

  /// x/(1 − e⁻ˣ).
  private var todd: DoubleDouble {
    if head == 0 { return DoubleDouble(1) }
    let fall = -(-self).expMinusOne
    return fall.isFinite ? self / fall : DoubleDouble(0)
  }

  /// 1/x − 1/(eˣ − 1), in the digits of a double next to 0.
  private var toddSlope: DoubleDouble {
    if head.magnitude < 1e-3 {
      let square = head * head
      return DoubleDouble(0.5 - head / 12 + head * square / 720 - head * square * square / 30240)
    }
    return DoubleDouble(1) / self - DoubleDouble(1) / expMinusOne
  }

  /// log(1 − exp(−eˣ)).
  var logInverseCloglog: DoubleDouble {
    // Far to the left x − ½eˣ, of which the second term is below 1e-32.
    if head < -80 { return self }
    let fall = -exponential
    return head < 0 ? (-fall.expMinusOne).logarithm : (-fall.exponential).logOnePlus
  }

  /// √x; NaN below 0.
  private var squareRoot: DoubleDouble {
    guard head > 0, head.isFinite else { return DoubleDouble(head.squareRoot()) }
    // The square of the root is to have all its digits.
    if head < 1e-250 {
      return scaled(byPowerOfTwo: 200).squareRoot.scaled(byPowerOfTwo: -100)
    }
    let root = head.squareRoot()
    // A quarter of it all: the square of a root that was rounded up may overflow.
    let rest = scaled(byPowerOfTwo: -2) - DoubleDouble.product(0.5 * root, 0.5 * root)
    return DoubleDouble(normalizing: root, rest.head / (0.5 * root))
  }

  /// self^exponent: NaN for a negative base unless the exponent is a whole number; x⁰ = 1.
  ///
  /// Whole exponents up to 64 are repeated products, good to 30 digits. Elsewhere the relative error
  /// is below 1e-30 (1 + |log of the value|), since a logarithm has 31 digits.
  func raised(to exponent: DoubleDouble) -> DoubleDouble {
    if exponent.head == 0 || self == DoubleDouble(1) { return DoubleDouble(1) }
    if exponent.isWhole, exponent.head.magnitude <= 64 {
      let base = exponent.head < 0 ? DoubleDouble(1) / self : self
      return base.repeatedProduct(exponent.head.magnitude)
    }
    if head > 0 { return (exponent * logarithm).exponential }
    if head == 0 {
      return DoubleDouble(exponent.head > 0 ? 0 : exponent.head < 0 ? .infinity : .nan)
    }
    guard head < 0, exponent.head.isWhole, exponent.tail.isWhole else { return DoubleDouble(.nan) }
    let size = (-self).raised(to: exponent)
    return exponent.head.isEven == exponent.tail.isEven ? size : -size
  }

  /// selfⁿ for a whole number n from 1 to 64.
  private func repeatedProduct(_ n: Double) -> DoubleDouble {
    if n <= 1 { return self }
    let root = repeatedProduct((n / 2).rounded(.down))
    return n.isEven ? root * root : root * root * self
  }
}

extension DoubleDouble {
  /// Whether it is a double, and a whole number.
  var isWhole: Bool { tail == 0 && head.isWhole }
}
