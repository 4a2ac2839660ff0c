// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The same function, where it is written so that it loses its digits as it goes to 0 or underflows: 1 − 1/(1 + eᶻ) is
  /// `inv_logit(z)`, 1 − exp(−eᶻ) is `inv_cloglog(z)`, log(1 + eᶻ) is `log1p_exp(z)`.
  ///
  /// Only the top is looked at; its parts are as they are.
  var keepingDigits: Formula {
    let one = DoubleDouble(1)
    func normal(_ t: Formula) -> Formula { t.applying(.logNormalCumulative).applying(.exp) }
    switch self {
    case .sum(.function(.exp, let t), .constant(-one)): return t.applying(.expMinusOne)
    case .difference(.constant(one), .function(.exp, .function(.logNormalCumulative, let t))):
      return normal(-t)
    case .difference(.constant(one), .function(.exp, .function(.logInverseCloglog, let t))):
      return (-t.applying(.exp)).applying(.exp)
    case .difference(.constant(one), .function(.exp, let t)):
      return (-t.applying(.expMinusOne)).keepingDigits
    case .negative(.function(.expMinusOne, .negative(.function(.exp, let t)))):
      return t.applying(.logInverseCloglog).applying(.exp)
    case .difference(.constant(one), .function(.inverseLogit, let t)):
      return (-t).applying(.inverseLogit)
    case .quotient(.function(.exp, let t), .sum(.function(.exp, let u), .constant(one)))
    where t == u:
      return t.applying(.inverseLogit)
    case .quotient(let a, .sum(.function(.exp, let t), .constant(one))):
      return a * (-t).applying(.inverseLogit)
    case .difference(.constant(one), .function(.errorFunction, let t)):
      return 2 * normal(-.constant(.squareRootOfTwo) * t)
    case .difference(.constant(let c), let a):
      return a.argument(ofTangentTimes: c).map { Formula.rise(-$0, by: c) } ?? self
    case .sum(let a, .constant(let c)):
      return a.argument(ofTangentTimes: c).map { Formula.rise($0, by: c) } ?? self
    default: return self
    }
  }

  /// t where the formula is c·tanh t.
  private func argument(ofTangentTimes c: DoubleDouble) -> Formula? {
    switch self {
    case .product(.constant(c), .function(.hyperbolicTangent, let t)): t
    case .function(.hyperbolicTangent, let t) where c == DoubleDouble(1): t
    default: nil
    }
  }

  /// c + c·tanh t.
  private static func rise(_ t: Formula, by c: DoubleDouble) -> Formula {
    .constant(c * DoubleDouble(2)) * (2 * t).applying(.inverseLogit)
  }
}
