// SPDX-License-Identifier: GPL-3.0-or-later

/// To look for places with: the digits of a double, and no bound on what rounding took of them.
extension Double: Scalar {
  init(_ value: DoubleDouble) { self = value.head }

  func raised(to exponent: Double) -> Double {
    guard self < 0 else { return power(self, exponent) }
    guard exponent.isWhole else { return .nan }
    let size = power(-self, exponent)
    return exponent.isEven ? size : -size
  }

  func restricting(_ value: () -> Double) -> Double { self > 0 ? value() : -.infinity }

  func choosing(_ value: () -> Double, otherwise: () -> Double) -> Double {
    isNaN ? .nan : self > 0 ? value() : otherwise()
  }

  static func logSumExp(_ terms: [Double]) -> Double {
    guard let largest = terms.max(), largest.isFinite else { return terms.max() ?? -.infinity }
    return largest + logarithm(terms.reduce(0) { $0 + exponential($1 - largest) })
  }

  func logOnePlusSquare() -> Double {
    magnitude < 1e100 ? logarithm(onePlus: self * self) : 2 * logarithm(magnitude)
  }

  func applying(_ function: ElementaryFunction) -> Double {
    switch function {
    case .exp: exponential(self)
    case .expMinusOne: exponentialMinusOne(self)
    case .log: logarithm(self)
    case .logOnePlus: logarithm(onePlus: self)
    case .softplus: max(self, 0) + logarithm(onePlus: exponential(-magnitude))
    case .inverseLogit:
      {
        let small = exponential(-magnitude)
        return (self < 0 ? small : 1) / (1 + small)
      }()
    case .square: self * self
    case .logGamma: self > 0 ? logarithmOfGamma(self) : .nan
    case .logTiltedMoment(let order): TiltedMoment(order: order).rounded(at: self).value
    case .logTiltedTransform(let order): TiltedMoment(order: order).roundedTransform(at: self).value
    default: DoubleDouble(self).applying(function).head
    }
  }
}
