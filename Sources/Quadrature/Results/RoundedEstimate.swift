// SPDX-License-Identifier: GPL-3.0-or-later

/// An estimate for people: the value to the last place of its error, and the error rounded up.
///
/// The interval of what is printed contains that of the estimate: what the value loses is added to the error. The error
/// has one digit, or two where its first is 1 or 2, or nothing is known but the order of magnitude. A double that is
/// a short decimal, as 0.5 or 0.075, and known to 15 digits, stays that.
package struct RoundedEstimate: Sendable, Hashable, CustomStringConvertible {
  /// As in "-1.218967761531532".
  package let value: String
  /// As in "5e-15"; "∞" where nothing is known, empty where there is no number.
  package let error: String
  /// The value minus the error, downwards to the same place, or to two digits.
  package let lowerBound: String

  package init(_ estimate: Estimate) {
    let (value, error) = (estimate.value, estimate.error)
    guard value.isFinite, error.isFinite, error > 0 else {
      self = RoundedEstimate(unbounded: estimate)
      return
    }
    let number = DecimalExpansion(value)
    var rounded: (digits: [UInt8], place: Int)
    var bound: (units: UInt64, place: Int)
    (rounded, bound) = RoundedEstimate.rounded(number, error, isRough: 10 * error >= abs(value))
    lowerBound = RoundedEstimate.floor(estimate.lowerBound, to: bound.place)
    let short = RoundedEstimate.shortest(value, number)
    // It reads back as the same double: it lies within half the distance to the next.
    let isExact = number.fraction(below: short.place) == (0, false)
    let lost = isExact ? 0 : max(value.ulp / 2, .leastNonzeroMagnitude)
    let length = rounded.digits.count
    if length >= 15, short.digits.count + 3 <= length, lost <= error {
      rounded = short
      bound =
        RoundedEstimate.rounded(
          DecimalExpansion(0), lost == 0 ? error : (error + lost).nextUp, isRough: false
        ).bound
    }
    self.value = RoundedEstimate.text(rounded.digits, rounded.place, isNegative: value < 0)
    self.error = RoundedEstimate.text(
      String(bound.units).utf8.map { $0 - UInt8(ascii: "0") }, bound.place, smallest: -3, largest: 6
    )
  }

  /// Of what has no error, or no digit that is known.
  private init(unbounded estimate: Estimate) {
    let value = estimate.value
    lowerBound = "\(estimate.lowerBound)"
    guard value.isFinite else {
      self.value = value.isNaN ? "nan" : value > 0 ? "+∞" : "−∞"
      error = ""
      return
    }
    if estimate.error == 0 {
      (self.value, error) = ("\(value)", "0")
    } else {
      let number = DecimalExpansion(value)
      let place = value == 0 ? 0 : number.exponent - 2
      let digits = RoundedEstimate.nearest(number, place).digits
      self.value = RoundedEstimate.text(digits, place, isNegative: value < 0)
      error = estimate.error.isNaN ? "" : "∞"
    }
  }

  package var description: String { error.isEmpty ? value : "\(value) ± \(error)" }

  /// One in the units of a fraction.
  private static let one: UInt64 = 100_000_000_000_000_000

  /// A number to the place that its error asks for, and the error upwards with what the number loses.
  ///
  /// - Parameter isRough: whether the error has two digits in any case.
  private static func rounded(
    _ number: DecimalExpansion, _ error: Double, isRough: Bool
  ) -> (number: (digits: [UInt8], place: Int), bound: (units: UInt64, place: Int)) {
    let bound = DecimalExpansion(error)
    var place = bound.exponent - (isRough || bound.digit(at: bound.exponent) < 3 ? 1 : 0)
    func units(_ lost: UInt64) -> UInt64 {
      let (rest, isCut) = bound.fraction(below: place)
      let whole = bound.whole(to: place).reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
      return whole + (rest + (isCut ? 1 : 0) + lost + one - 1) / one
    }
    var (digits, lost) = nearest(number, place)
    if units(lost) >= 100 {
      place += 1
      (digits, lost) = nearest(number, place)
    }
    return ((digits, place), (units(lost), place))
  }

  /// A number to the nearest at a place, and what it loses, rounded up, in units of 10⁻¹⁷ of the place.
  private static func nearest(
    _ number: DecimalExpansion, _ place: Int
  ) -> (digits: [UInt8], lost: UInt64) {
    var digits = number.whole(to: place)
    let (fraction, isCut) = number.fraction(below: place)
    guard fraction >= one / 2 else { return (digits, fraction + (isCut ? 1 : 0)) }
    increment(&digits)
    return (digits, one - fraction)
  }

  /// The shortest decimal that reads back as the same double.
  private static func shortest(
    _ value: Double, _ number: DecimalExpansion
  ) -> (digits: [UInt8], place: Int) {
    let mantissa = "\(abs(value))".utf8.prefix { $0 != UInt8(ascii: "e") }
    let zero = UInt8(ascii: "0")
    let digits = mantissa.filter { $0 != UInt8(ascii: ".") }.map { $0 - zero }.drop { $0 == 0 }
    let short = Array(digits.reversed().drop { $0 == 0 }.reversed())
    // The nearest decimal of that length is it, also where rounding up has made one digit more.
    let place = number.exponent - short.count + 1
    let nearest = nearest(number, place).digits
    return nearest.count > short.count ? (short, place + 1) : (short, place)
  }

  /// Adds one in the last place.
  private static func increment(_ digits: inout [UInt8]) {
    for index in digits.indices.reversed() {
      guard digits[index] == 9 else {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
  }

  /// Less than a double, at a place or at its second digit.
  private static func floor(_ value: Double, to place: Int) -> String {
    // The double is rounded itself.
    let number = DecimalExpansion(value.nextDown)
    let place = min(place, number.exponent - 1)
    var digits = number.whole(to: place)
    if value <= 0, number.fraction(below: place) != (0, false) { increment(&digits) }
    return text(digits, place, isNegative: value <= 0)
  }

  /// Digits whose last stands for a power of ten, as a number: like `Double.description` with a point or an exponent.
  ///
  /// - Parameters:
  ///   - smallest: the least power of ten of a first digit that is written with a point.
  ///   - largest: the least that is too large for that.
  private static func text(
    _ digits: [UInt8], _ place: Int, isNegative: Bool = false, smallest: Int = -4, largest: Int = 16
  ) -> String {
    let digits = digits.drop { $0 == 0 }.map { String($0) }
    guard !digits.isEmpty else {
      return (-6..<0).contains(place) ? "0." + String(repeating: "0", count: -place) : "0"
    }
    let sign = isNegative ? "-" : ""
    let exponent = digits.count - 1 + place
    guard (smallest..<(place > 0 ? min(largest, 6) : largest)).contains(exponent) else {
      let tail = digits.dropFirst().joined()
      return "\(sign)\(digits[0])\(tail.isEmpty ? "" : ".\(tail)")e\(exponent)"
    }
    if place >= 0 { return sign + digits.joined() + String(repeating: "0", count: place) }
    let padded = Array(repeating: "0", count: max(0, -exponent)) + digits
    return sign + padded.dropLast(-place).joined() + "." + padded.suffix(-place).joined()
  }
}

extension Estimate {
  /// For people: to the last place of the error.
  package var rounded: RoundedEstimate { RoundedEstimate(self) }
}
