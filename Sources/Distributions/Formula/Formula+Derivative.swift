// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

extension Formula {
  /// What is differentiated by.
  public enum Variable: Sendable, Hashable {
    case latent
    case parameter(Int)
  }

  /// The derivative; that of |t| at 0 is 0. NaN where the time is over.
  public func derivative(by variable: Variable = .latent) -> Formula {
    guard !TimeLimit.isOver else { return .number(.nan) }
    switch self {
    case .constant: return 0
    case .latent: return variable == .latent ? 1 : 0
    case .parameter(let index): return variable == .parameter(index) ? 1 : 0
    case .sum(let a, let b): return a.derivative(by: variable) + b.derivative(by: variable)
    case .difference(let a, let b):
      let (da, db) = (a.derivative(by: variable), b.derivative(by: variable))
      // A difference of ψ has its digits where it is seen as one.
      if case .function(.logGamma, let t) = a, case .function(.logGamma, let u) = b {
        let (dt, du) = (t.derivative(by: variable), u.derivative(by: variable))
        if dt == du {
          return dt * (Formula.derivative(of: .logGamma, at: t) - .derivative(of: .logGamma, at: u))
        }
      }
      return da - db
    case .negative(let a): return -a.derivative(by: variable)
    case .product(let a, let b):
      return a.derivative(by: variable) * b + a * b.derivative(by: variable)
    case .quotient(let a, let b):
      return (a.derivative(by: variable) - self * b.derivative(by: variable)) / b
    case .power(let a, let b):
      let (da, db) = (a.derivative(by: variable), b.derivative(by: variable))
      let byBase = da == 0 ? 0 : b * a.raised(to: b - 1) * da
      let byExponent = db == 0 ? 0 : self * a.applying(.log) * db
      return byBase + byExponent
    case .restricted(let a, let condition):
      return a.derivative(by: variable).restricted(toPositive: condition)
    case .choice(let a, let b, let condition):
      return .choosing(
        a.derivative(by: variable), else: b.derivative(by: variable), ifPositive: condition)
    case .logSumExp(let parts):
      return .total(of: parts.map { ($0 - self).applying(.exp) * $0.derivative(by: variable) })
    // The slope of log(1 + eᵗ) by log|t|, which has a bound where t has none.
    case .function(.softplus, let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledInverseLogit) * exponent.derivative(by: variable)
    case .function(.logNormalCumulative, let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledNormalHazard) * exponent.derivative(by: variable)
    case .function(.logNormalRatio, let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledNormalMean) * exponent.derivative(by: variable)
    case .function(.logScaledBessel(let order), let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledBesselSlope(order: order)) * exponent.derivative(by: variable)
    case .function(.logTiltedMoment(let order), let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledTiltedSlope(order: order)) * exponent.derivative(by: variable)
    case .function(.logTiltedTransform(let order), let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledTiltedMean(order: order)) * exponent.derivative(by: variable)
    case .function(.tailIntegral(let integral), let a) where a.logarithmOfMagnitude != nil:
      let exponent = a.logarithmOfMagnitude ?? 0
      return a.applying(.scaledTailSlope(integral)) * exponent.derivative(by: variable)
    case .function(.stirlingRemainder, let a) where a.logarithmOfMagnitude != nil:
      return a.applying(.stirlingSlope) * (a.logarithmOfMagnitude ?? 0).derivative(by: variable)
    // The quotient of the derivative by the function itself, which may be 0.
    case .function(.log, .function(.todd, let a)):
      return a.applying(.toddSlope) * a.derivative(by: variable)
    case .function(let function, let a):
      let inner = a.derivative(by: variable)
      return inner == 0 ? 0 : Formula.derivative(of: function, at: a) * inner
    }
  }

  /// u in ±c·exp(u), up to a number; `nil` for any other formula.
  private var logarithmOfMagnitude: Formula? {
    switch self {
    case .function(.exp, let u): u
    case .negative(let a), .product(.constant, let a): a.logarithmOfMagnitude
    default: nil
    }
  }

  /// φ(t)/Φ(t).
  private var normalHazard: Formula { (-applying(.logNormalRatio)).applying(.exp) }

  /// f′(t).
  static func derivative(of function: ElementaryFunction, at t: Formula) -> Formula {
    switch function {
    case .exp, .expMinusOne: t.applying(.exp)
    case .log: 1 / t
    case .logOnePlus: 1 / (1 + t)
    case .logOnePlusMinus: -t / (1 + t)
    case .softplus: t.applying(.inverseLogit)
    case .inverseLogit: t.applying(.inverseLogit) * (-t).applying(.inverseLogit)
    case .scaledInverseLogit:
      t.applying(.inverseLogit) * (1 - (-t).applying(.scaledInverseLogit))
    case .todd: t.applying(.todd) * t.applying(.toddSlope)
    case .stirlingRemainder: t.applying(.stirlingSlope) / t
    case .toddSlope, .stirlingSlope: .number(.nan)
    case .logInverseCloglog: (-t.applying(.exp)).applying(.todd)
    case .logNormalCumulative: t.normalHazard
    case .logNormalRatio: t.applying(.normalMean)
    case .normalMean: 1 - t.normalHazard * t.applying(.normalMean)
    case .scaledNormalMean, .scaledBesselSlope: .number(.nan)
    case .scaledNormalHazard: t.normalHazard * (1 - t * t.applying(.normalMean))
    case .errorFunction: (.constant(.logTwoOverRootPi) - t.applying(.square)).applying(.exp)
    case .inverseNormalCumulative:
      (0.5 * t.applying(.inverseNormalCumulative).applying(.square) + .constant(.halfLogTwoPi))
        .applying(.exp)
    case .sine: t.applying(.cosine)
    case .cosine: -t.applying(.sine)
    case .arcTangent: 1 / (1 + t.applying(.square))
    case .hyperbolicTangent:
      4 * ((2 * t).applying(.inverseLogit) * (-2 * t).applying(.inverseLogit))
    case .logScaledBessel(let n):
      t
        * (t.applying(.logScaledBessel(order: n + 1)) - t.applying(.logScaledBessel(order: n)))
        .applying(.exp) - 1
    case .logTiltedMoment(let order): t.applying(.tiltedSlope(order: order))
    case .tiltedSlope(let order):
      // E[y²] is ν + 1 + t E[y].
      .number(order)
        - t.applying(.tiltedSlope(order: order)) * (t + t.applying(.tiltedSlope(order: order)))
    case .logTiltedTransform(let order): t.applying(.tiltedMean(order: order))
    case .tiltedMean(let order):
      .number(order) + 1
        - t.applying(.tiltedMean(order: order)) * (t.applying(.tiltedMean(order: order)) - t)
    case .scaledTiltedSlope, .scaledTiltedMean: .number(.nan)
    case .tailIntegral(let integral): t.applying(.tailSlope(integral))
    case .tailSlope(let integral): integral.curvature(at: t)
    case .scaledTailSlope: .number(.nan)
    case .squareRoot: 0.5 / t.applying(.squareRoot)
    case .square: 2 * t
    case .magnitude: t.applying(.sign)
    case .sign: 0
    case .logGamma: t.applying(.polygamma(order: 0))
    case .polygamma(let order): t.applying(.polygamma(order: order + 1))
    case .custom(let function): function.derivative(at: t)
    case .absoluteSum(let sum): sum.slope.map { t.applying(.absoluteSum($0)) } ?? 0
    case .rows(let sum): t.applying(.rows(sum.derivative))
    }
  }
}
