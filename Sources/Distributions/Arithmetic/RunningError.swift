// SPDX-License-Identifier: GPL-3.0-or-later

/// A value with a bound, to first order, on what the rounding of 31-digit arithmetic does to it.
///
/// Where a formula is evaluated in it beside ``DoubleDouble``, it says how many of the 31 digits are
/// left. Its numbers stand for themselves: what a constant lost before it came into the formula it
/// cannot know.
///
/// Source: Higham, *Accuracy and Stability of Numerical Algorithms* (SIAM, 2002), 3.3.
public struct RunningError: Sendable, Hashable {
  /// The value, to the digits of a double.
  public let value: Double
  /// A bound on the error of the value in 31 digits; ∞ where nothing is known.
  public let error: Double

  /// A value with its error; an error that is no number is ∞.
  public init(_ value: Double, error: Double) {
    self.value = value
    self.error = error.isNaN ? .infinity : error
  }

  /// A sum, product or quotient of ``DoubleDouble``.
  private static let rounding = 0x1p-100
  /// An elementary function of one.
  private static let functionRounding = 4e-30

  /// A point that is rounded to 31 digits.
  init(latent z: Double) { self.init(z, error: z.magnitude * 0x1p-104) }

  private static func rounded(_ value: Double, _ error: Double) -> RunningError {
    RunningError(value, error: error + value.magnitude * rounding)
  }
}

extension RunningError: Scalar {
  init(_ value: DoubleDouble) { self.init(value.head, error: value.head.magnitude * 0x1p-104) }

  /// The value plus a number.
  package func shifted(by constant: DoubleDouble) -> RunningError {
    // A sum with 0 is not rounded.
    value == 0 && error == 0 ? RunningError(constant) : self + RunningError(constant)
  }

  static func + (a: RunningError, b: RunningError) -> RunningError {
    rounded(a.value + b.value, a.error + b.error)
  }

  static func - (a: RunningError, b: RunningError) -> RunningError { a + -b }

  static prefix func - (a: RunningError) -> RunningError {
    RunningError(-a.value, error: a.error)
  }

  static func * (a: RunningError, b: RunningError) -> RunningError {
    rounded(
      a.value * b.value,
      a.error * b.value.magnitude + b.error * a.value.magnitude + a.error * b.error)
  }

  static func / (a: RunningError, b: RunningError) -> RunningError {
    let size = b.value.magnitude - b.error
    guard size > 0 else { return RunningError(a.value / b.value, error: .infinity) }
    let quotient = a.value / b.value
    return rounded(quotient, (a.error + quotient.magnitude * b.error) / size)
  }

  func raised(to exponent: RunningError) -> RunningError {
    let n = exponent.value
    let power = DoubleDouble(value).raised(to: DoubleDouble(n)).head
    guard value != 0 else { return RunningError(power, error: error.raised(to: n)) }
    // The slope is steepest at one end of what the base may be.
    let steepest = n >= 1 ? value.magnitude + error : value.magnitude - error
    guard steepest > 0 else { return RunningError(power, error: .infinity) }
    let size = logarithm(value.magnitude)
    return RunningError(
      power,
      error: (n * steepest.raised(to: n - 1)).magnitude * error + power.magnitude
        * (exponent.error * size.magnitude
          + RunningError.functionRounding * (1 + (n * size).magnitude)))
  }

  func restricting(_ value: () -> RunningError) -> RunningError {
    self.value > 0 ? value() : RunningError(-.infinity, error: 0)
  }

  /// The value of one of the two; where it is not known of which, that is an error too.
  func choosing(_ value: () -> RunningError, otherwise: () -> RunningError) -> RunningError {
    let chosen = self.value > 0 ? value() : otherwise()
    guard self.value.magnitude <= error, error > 0 else { return chosen }
    let other = self.value > 0 ? otherwise() : value()
    let distance = (chosen.value - other.value).magnitude
    return RunningError(chosen.value, error: chosen.error + other.error + distance)
  }

  static func logSumExp(_ terms: [RunningError]) -> RunningError {
    let sum = DoubleDouble.logSumExp(terms.map { DoubleDouble($0.value) }).head
    // A part that has overflowed to −∞ has no share; of one that is the logarithm of 0 that is not known.
    let error = terms.reduce(0) { error, term in
      term.value == -.infinity && !term.error.isNaN
        ? error : error + exponential(term.value - sum) * term.error
    }
    return RunningError(sum, error: error + (1 + sum.magnitude) * functionRounding)
  }

  func logOnePlusSquare() -> RunningError {
    guard value.magnitude >= 1e100 else { return applying(.square).applying(.logOnePlus) }
    let result = DoubleDouble(value).logOnePlusSquare().head
    return RunningError(
      result, error: 2 * error / value.magnitude + result * RunningError.functionRounding)
  }

  func applying(_ function: ElementaryFunction) -> RunningError {
    if case .rows(let sum) = function { return sum.runningError(at: self) }
    if case .absoluteSum(let sum) = function { return sum.runningError(at: self) }
    let result = value.applying(function)
    if function == .magnitude { return RunningError(result, error: error) }
    // The argument may have underflowed.
    if result == -.infinity, function == .log || function == .logOnePlus {
      return RunningError(result, error: .nan)
    }
    let precision =
      switch function {
      case .polygamma(order: 0), .logScaledBessel, .inverseNormalCumulative: 2e-29
      case .logTiltedMoment, .logTiltedTransform: 1e-28
      // They stand in slopes, in which digits are lost far out.
      case .normalMean, .scaledNormalMean, .scaledBesselSlope, .tiltedSlope, .scaledTiltedSlope,
        .tiltedMean, .scaledTiltedMean, .tailSlope, .scaledTailSlope:
        1e-20
      case .polygamma: 1e-13
      case .logGamma, .logNormalCumulative, .logNormalRatio, .scaledNormalHazard, .errorFunction:
        2e-29
      case .custom(let own): own.precision
      case .tailIntegral(let own): own.precision.relative
      default: RunningError.functionRounding
      }
    // What is lost of an angle, whose multiple of π is subtracted.
    let lost =
      switch function {
      case .sine, .cosine:
        value.magnitude < DoubleDouble.farthestAngle ? value.magnitude * 1e-45 : 1e-15
      case .polygamma(order: 0): 2e-29
      case .inverseNormalCumulative: 1e-30
      // What expm1(s) − s loses of its digits over the width of the integrand.
      case .logTiltedMoment(let order), .logTiltedTransform(let order):
        1e-28 + 1e-31 * (order + 1).squareRoot()
      case .tailIntegral(let own): own.precision.absolute
      case .logScaledBessel: 1e-30 * min(value.magnitude, 100)
      default: 0.0
      }
    let slope =
      switch function {
      // The most common ones without a formula.
      case .exp: result
      case .log: 1 / value
      case .square: 2 * value
      case .expMinusOne: exponential(value)
      case .logOnePlus: 1 / (1 + value)
      case .softplus: value.applying(.inverseLogit)
      default: Formula.derivative(of: function, at: .number(value)).constantValue?.head ?? .nan
      }
    // A function that has come to its limit has no slope there, whatever the error of its argument.
    let carried = error == 0 || slope == 0 ? 0 : slope.magnitude * error
    return RunningError(result, error: carried + result.magnitude * precision + lost)
  }
}

extension Formula {
  /// What is left of 31 digits where the formula is evaluated at z.
  public func runningError(at z: Double) -> RunningError {
    evaluate(RunningError(latent: z), [])
  }
}
