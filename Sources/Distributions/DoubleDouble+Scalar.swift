// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

extension DoubleDouble: Scalar {
  init(_ value: DoubleDouble) { self = value }

  func restricting(_ value: () -> DoubleDouble) -> DoubleDouble {
    head > 0 ? value() : DoubleDouble(-.infinity)
  }

  func raised(to exponent: DoubleDouble) -> DoubleDouble {
    DoubleDouble(Double.pow(head, exponent.head))
  }

  func applying(_ function: ElementaryFunction) -> DoubleDouble {
    switch function {
    case .exp: DoubleDouble(Double.exp(head))
    case .expMinusOne: DoubleDouble(Double.expMinusOne(head))
    case .log: DoubleDouble(Double.log(head))
    case .logOnePlus: DoubleDouble(Double.log(onePlus: head))
    case .softplus:
      DoubleDouble(
        head > 0
          ? head + Double.log(onePlus: Double.exp(-head)) : Double.log(onePlus: Double.exp(head)))
    case .inverseLogit: DoubleDouble(1 / (1 + Double.exp(-head)))
    case .squareRoot: DoubleDouble(head.squareRoot())
    case .square: self * self
    case .magnitude: head < 0 ? -self : self
    case .sign: DoubleDouble(head > 0 ? 1 : head < 0 ? -1 : 0)
    case .logGamma: DoubleDouble(Double.logGamma(head))
    case .polygamma: DoubleDouble(.nan)
    }
  }
}
