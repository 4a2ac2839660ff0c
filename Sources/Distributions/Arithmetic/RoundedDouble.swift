// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// A double with a bound, to first order, on how far rounding in doubles has taken it from the value of its formula.
///
/// What ``RunningError`` is to 31 digits this is to a double's 16: values and bounds come from one pass. It knows
/// the functions of ``Formula/isElementary`` formulas; of any other nothing is known, and the bound is ∞ or NaN.
/// The system's functions are taken to be right to a unit in the last place.
///
/// Source: Higham, *Accuracy and Stability of Numerical Algorithms* (SIAM, 2002), 3.3.
package struct RoundedDouble: Sendable {
  /// The value in doubles.
  package let value: Double
  /// A bound on its error; ∞ or NaN where nothing is known.
  package let error: Double

  /// A value with a bound on its error.
  package init(_ value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// Half a unit in the last place, of a sum or a product, relative to its value.
  package static let half = 0x1p-53
  /// A unit in the last place, of a function of the system's library.
  package static let unit = 0x1p-52

  private static func rounded(_ value: Double, _ error: Double) -> RoundedDouble {
    // The last one is what an underflow loses.
    RoundedDouble(value, error: error + value.magnitude * half + .leastNonzeroMagnitude)
  }

  private static var unknown: RoundedDouble { RoundedDouble(.nan, error: .infinity) }
}

extension RoundedDouble: Scalar {
  /// A number, rounded to a double.
  package init(_ value: DoubleDouble) { self.init(value.head, error: value.tail.magnitude) }

  /// eˣ.
  package var exponential: RoundedDouble {
    let result = Double.exp(value)
    return RoundedDouble(
      result, error: result * (error + RoundedDouble.unit) + .leastNonzeroMagnitude)
  }

  /// The sum.
  package static func + (a: RoundedDouble, b: RoundedDouble) -> RoundedDouble {
    rounded(a.value + b.value, a.error + b.error)
  }

  /// The difference.
  package static func - (a: RoundedDouble, b: RoundedDouble) -> RoundedDouble {
    rounded(a.value - b.value, a.error + b.error)
  }

  static prefix func - (a: RoundedDouble) -> RoundedDouble {
    RoundedDouble(-a.value, error: a.error)
  }

  /// The product.
  package static func * (a: RoundedDouble, b: RoundedDouble) -> RoundedDouble {
    rounded(
      a.value * b.value,
      a.error * b.value.magnitude + b.error * (a.value.magnitude + a.error))
  }

  static func / (a: RoundedDouble, b: RoundedDouble) -> RoundedDouble {
    let size = b.value.magnitude - b.error
    guard size > 0 else { return unknown }
    let quotient = a.value / b.value
    return rounded(quotient, (a.error + quotient.magnitude * b.error) / size)
  }

  /// For whole exponents, which are exact.
  func raised(to exponent: RoundedDouble) -> RoundedDouble {
    let n = exponent.value
    guard exponent.error == 0, n.isWhole, n >= 1 else { return RoundedDouble.unknown }
    let size = power(value.magnitude, n)
    let steepest = n * power(value.magnitude + error, n - 1)
    return RoundedDouble(
      value < 0 && !n.isEven ? -size : size, error: steepest * error + size * RoundedDouble.unit)
  }

  func restricting(_ value: () -> RoundedDouble) -> RoundedDouble { RoundedDouble.unknown }

  func choosing(_ value: () -> RoundedDouble, otherwise: () -> RoundedDouble) -> RoundedDouble {
    RoundedDouble.unknown
  }

  static func logSumExp(_ terms: [RoundedDouble]) -> RoundedDouble {
    guard let largest = terms.map(\.value).max(), largest.isFinite else { return unknown }
    var (sum, error) = (0.0, 0.0)
    for term in terms {
      let distance = term.value - largest
      let share = Double.exp(distance)
      sum += share
      error += share * (term.error + distance.magnitude * half + unit)
    }
    let log = logarithm(sum)
    return rounded(
      largest + log,
      error / sum + Double(terms.count) * half + log.magnitude * unit)
  }

  func logOnePlusSquare() -> RoundedDouble {
    guard value.magnitude < 1e100 else { return RoundedDouble.unknown }
    let square = value * value
    let result = logarithm(onePlus: square)
    return RoundedDouble(
      result,
      error: (2 * value.magnitude * error + error * error + square * RoundedDouble.half)
        / (1 + square) + result * RoundedDouble.unit)
  }

  func applying(_ function: ElementaryFunction) -> RoundedDouble {
    let unit = RoundedDouble.unit
    switch function {
    case .exp: return exponential
    case .expMinusOne:
      let result = exponentialMinusOne(value)
      return RoundedDouble(result, error: (1 + result) * error + result.magnitude * unit)
    case .log:
      guard value > error else { return RoundedDouble.unknown }
      let result = logarithm(value)
      return RoundedDouble(result, error: error / (value - error) + result.magnitude * unit)
    case .logOnePlus:
      guard 1 + value > error else { return RoundedDouble.unknown }
      let result = logarithm(onePlus: value)
      return RoundedDouble(result, error: error / (1 + value - error) + result.magnitude * unit)
    case .softplus:
      // Of the three roundings that of the exponential comes in with at most 1.5 times the value.
      let result = value.applying(.softplus)
      return RoundedDouble(
        result, error: (value < 0 ? min(1, result) : 1) * error + 3 * result * unit)
    case .inverseLogit:
      let result = value.applying(.inverseLogit)
      return RoundedDouble(result, error: result * (error + 2 * unit))
    case .todd: return todd
    case .logInverseCloglog: return logInverseCloglog
    case .square:
      let result = value * value
      return RoundedDouble(
        result, error: (2 * value.magnitude + error) * error + result * RoundedDouble.half)
    case .squareRoot:
      guard value > error else { return RoundedDouble.unknown }
      let result = value.squareRoot()
      return RoundedDouble(
        result, error: 0.5 * error / (value - error).squareRoot() + result * RoundedDouble.half)
    case .logTiltedMoment(let order):
      let moment = TiltedMoment(order: order)
      let result = moment.rounded(at: value)
      let steepest =
        error == 0 ? 0 : moment.slope(over: Enclosure(from: value - error, to: value)).upper * error
      return RoundedDouble(result.value, error: result.error + steepest)
    default: return RoundedDouble.unknown
    }
  }

  /// t/(1 − e⁻ᵗ), whose logarithm has slopes between 0 and 1, as it has itself.
  private var todd: RoundedDouble {
    let result = value == 0 ? 1 : value / -exponentialMinusOne(-value)
    return RoundedDouble(
      result,
      error: min(error, result * exponentialMinusOne(error)) + 2 * result * RoundedDouble.unit
        // What underflows far to the left.
        + (value < -700 ? 1e-300 : 0))
  }

  /// log(1 − exp(−eᵗ)), whose slope falls from 1 to 0.
  private var logInverseCloglog: RoundedDouble {
    let unit = RoundedDouble.unit
    let size = Double.exp(value)
    let steepest = error == 0 ? 0 : RoundedDouble(-Double.exp(value - error), error: 0).todd.value
    let carried = error * min(1, steepest * (1 + 1e-14))
    if value < -40 {
      // t − ½eᵗ, and a term below e²ᵗ/24.
      return RoundedDouble(value - 0.5 * size, error: carried + value.magnitude * unit)
    }
    if value < 0 {
      let result = logarithm(-exponentialMinusOne(-size))
      return RoundedDouble(result, error: carried + (2 + result.magnitude) * unit)
    }
    // The rounding of eᵗ comes in with eᵗ times the value, as long as that does not come near to underflow.
    let result = logarithm(onePlus: -Double.exp(-size))
    return RoundedDouble(
      result,
      error: carried + (size > 700 ? 1e-300 : 2 * result.magnitude * (size + 3) * unit))
  }
}

extension ElementaryFunction {
  /// Whether ``RoundedDouble`` knows it.
  fileprivate var isElementary: Bool {
    switch self {
    case .exp, .expMinusOne, .log, .logOnePlus, .softplus, .inverseLogit, .todd,
      .logInverseCloglog, .square, .squareRoot, .logTiltedMoment:
      true
    default: false
    }
  }
}

extension Formula {
  /// Whether the formula is made of sums, products, quotients, roots, whole powers, exponentials, logarithms and tilted
  /// moments alone, and is not cut off anywhere: ``RoundedDouble`` has bounds on its rounding, and it has no kink.
  package var isElementary: Bool {
    switch self {
    case .constant, .latent: true
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b):
      a.isElementary && b.isElementary
    case .negative(let a): a.isElementary
    case .power(let a, .constant(let n)): n.isWhole && (1...64).contains(n.head) && a.isElementary
    case .function(let function, let a): function.isElementary && a.isElementary
    case .logSumExp(let parts): parts.allSatisfy(\.isElementary)
    case .parameter, .power, .restricted, .choice: false
    }
  }
}
