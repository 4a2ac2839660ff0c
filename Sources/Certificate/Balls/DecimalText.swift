// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT

/// An exact number as decimal digits, rounded down or up.
struct DecimalText {
  let text: String

  /// Exponents beyond this are not written out.
  private static let largestExponent = 100_000.0

  /// - Parameters:
  ///   - value: exact, or infinite.
  ///   - digits: how many significant ones.
  ///   - isUpper: whether the text may lie above the number, and not below.
  init(_ value: Ball, digits: Int, isUpper: Bool) {
    if value.isZero {
      text = "0"
      return
    }
    guard value.isFinite else {
      text = value.isPositive ? "inf" : "-inf"
      return
    }
    let size = Precision(bits: 64).magnitude(value)
    let field = Precision(bits: 64)
    let decade = field.quotient(field.log(size), field.log(Ball(10))).double.rounded(.down)
    guard abs(decade) < DecimalText.largestExponent else {
      // A power of ten on the side that is asked for.
      let isLarge = (decade > 0) == value.isPositive
      text =
        isUpper == isLarge ? (value.isPositive ? "inf" : "-0") : value.isPositive ? "0" : "-inf"
      return
    }
    let shift = digits - 1 - Int(decade)
    let scaled = DecimalText.scaled(value, shift, isUpper: isUpper)
    text = scaled.map { DecimalText.text($0, exponent: -shift) } ?? (isUpper ? "inf" : "-inf")
  }

  /// ⌊value · 10^shift⌋ or ⌈value · 10^shift⌉.
  private static func scaled(_ value: Ball, _ shift: Int, isUpper: Bool) -> String? {
    let bits = 64 + 8 * abs(shift)
    let power = unsafe Ball { result in
      unsafe arb_set_ui(result, 10)
      unsafe arb_pow_ui(result, result, UInt(abs(shift)), bits)
    }
    let product = unsafe Ball { result in
      if shift >= 0 {
        unsafe arb_mul(result, value.pointer, power.pointer, max(bits, 1 << 16))
      } else {
        unsafe arb_div(result, value.pointer, power.pointer, bits + 4096)
      }
    }
    let field = Precision(bits: bits + 4096)
    let end = isUpper ? field.upper(product) : field.lower(product)
    let whole = unsafe Ball {
      unsafe isUpper
        ? arb_ceil($0, end.pointer, bits + 8192) : arb_floor($0, end.pointer, bits + 8192)
    }
    var number: fmpz = 0
    unsafe fmpz_init(&number)
    defer { unsafe fmpz_clear(&number) }
    guard unsafe arb_get_unique_fmpz(&number, whole.pointer) != 0,
      let characters = unsafe fmpz_get_str(nil, 10, &number)
    else { return nil }
    defer { unsafe flint_free(characters) }
    return unsafe String(cString: characters)
  }

  /// digits · 10^exponent, in plain notation where that is short.
  private static func text(_ digits: String, exponent: Int) -> String {
    let sign = digits.hasPrefix("-") ? "-" : ""
    let digits = String(digits.drop { $0 == "-" })
    let decade = digits.count - 1 + exponent
    if digits == "0" { return "0" }
    if exponent >= 0 && decade < 21 {
      return sign + digits + String(repeating: "0", count: exponent)
    }
    guard (-5..<21).contains(decade) else {
      let tail = digits.dropFirst()
      return "\(sign)\(digits.prefix(1))\(tail.isEmpty ? "" : ".")\(tail)e\(decade)"
    }
    if decade < 0 {
      return sign + "0." + String(repeating: "0", count: -decade - 1) + digits
    }
    return sign + digits.prefix(decade + 1) + "." + digits.dropFirst(decade + 1)
  }
}
