// SPDX-License-Identifier: GPL-3.0-or-later

/// A number in 31 digits, with a bound on how far rounding has taken it from the truth.
///
/// Running error analysis: each operation adds what it rounds by itself to what its operands bring
/// along. Sums and products of two doubles are exact, and so are their quotients where a double holds
/// them.
struct RoundedNumber {
  let value: DoubleDouble
  let error: Double

  /// A bound on the relative error of a product or a quotient, and of a constant that is no double.
  static let unit = 0x1p-100

  init(_ value: DoubleDouble, error: Double) {
    self.value = value
    self.error = error
  }

  /// A constant of a formula: a double as it is, any other number rounded to 31 digits.
  init(_ constant: DoubleDouble) {
    self.init(constant, error: constant.tail == 0 ? 0 : Self.unit * abs(constant.head))
  }

  /// A double.
  init(_ value: Double) { self.init(DoubleDouble(value)) }

  /// Whether the number is 0, and exactly so.
  var isZero: Bool { value.head == 0 && error == 0 }

  var isFinite: Bool { value.isFinite && error.isFinite }

  /// Whether the number is not negative, whatever the rounding.
  var isNotNegative: Bool { value.head >= error }

  private var isDouble: Bool { value.tail == 0 }

  static func + (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let sum = a.value + b.value
    let own = a.isDouble && b.isDouble ? 0 : unit * abs(sum.head)
    return RoundedNumber(sum, error: a.error + b.error + own)
  }

  static func - (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber { a + -b }

  static prefix func - (a: RoundedNumber) -> RoundedNumber {
    RoundedNumber(-a.value, error: a.error)
  }

  static func * (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let product = a.value * b.value
    let size = abs(product.head)
    var own = a.isDouble && b.isDouble ? 0 : unit * size
    // The lower digits of a small product fall below the least of the doubles.
    if size < 1e-290, !a.isZero, !b.isZero { own += 4 * .leastNonzeroMagnitude }
    return RoundedNumber(
      product, error: a.error * (abs(b.value.head) + b.error) + abs(a.value.head) * b.error + own)
  }

  /// The average (1 − share)·self + share·other, for a share from 0 to 1: as wrong as the two are on
  /// the average, however many averages are taken of averages.
  func moved(by share: RoundedNumber, towards other: RoundedNumber) -> RoundedNumber {
    let (own, its) = (RoundedNumber(value, error: 0), RoundedNumber(other.value, error: 0))
    let average = own + share * (its - own)
    let weight = share.value.head
    return RoundedNumber(
      average.value,
      error: average.error + (abs(1 - weight) * error + abs(weight) * other.error) * (1 + 0x1p-50))
  }

  /// The quotient; infinite where the divisor may be 0.
  static func / (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let least = abs(b.value.head) - b.error
    guard least > 0 else { return RoundedNumber(DoubleDouble(.infinity), error: .infinity) }
    let quotient = a.value / b.value
    let isExact =
      quotient.tail == 0 && a.isDouble && b.isDouble
      && (DoubleDouble.product(quotient.head, b.value.head) - a.value) == DoubleDouble(0)
    let size = abs(quotient.head)
    let own = isExact ? 0 : unit * size + (size < 1e-290 ? 4 * .leastNonzeroMagnitude : 0)
    return RoundedNumber(quotient, error: (a.error + size * b.error) / least + own)
  }
}
