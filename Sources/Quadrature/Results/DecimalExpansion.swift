// SPDX-License-Identifier: GPL-3.0-or-later

/// All decimal digits of a double: it is a whole number times a power of two, so they end.
struct DecimalExpansion {
  /// From the first that is not 0; empty for 0.
  let digits: [UInt8]
  /// The power of ten that the first digit stands for.
  let exponent: Int

  /// - Parameter magnitude: finite, its sign does not matter.
  init(_ magnitude: Double) {
    guard magnitude.isFinite, magnitude != 0 else {
      (digits, exponent) = ([], 0)
      return
    }
    var (whole, power) = (UInt64(abs(magnitude.significand) * 0x1p52), Int(magnitude.exponent) - 52)
    while power < 0, whole.isMultiple(of: 2) { (whole, power) = (whole / 2, power + 1) }
    // In base 10⁹, from the last; whole · 2^−k = whole · 5^k · 10^−k.
    var limbs = [whole % DecimalExpansion.base, whole / DecimalExpansion.base]
    DecimalExpansion.multiply(&limbs, by: power < 0 ? 5 : 2, times: abs(power))
    let text = limbs.reversed().map { limb in
      let text = String(limb)
      return String(repeating: "0", count: 9 - text.utf8.count) + text
    }.joined()
    digits = text.utf8.drop { $0 == UInt8(ascii: "0") }.map { $0 - UInt8(ascii: "0") }
    exponent = digits.count - 1 + min(power, 0)
  }

  private static let base: UInt64 = 1_000_000_000

  /// Multiplies by a power of 2 or 5, 12 factors at a time: a limb has room for them.
  private static func multiply(_ limbs: inout [UInt64], by factor: UInt64, times: Int) {
    var left = times
    while left > 0 {
      let count = min(left, 12)
      let step = (0..<count).reduce(1) { product, _ in product * factor }
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = limbs[index] * step + carry
        (limbs[index], carry) = (product % base, product / base)
      }
      while carry > 0 {
        limbs.append(carry % base)
        carry /= base
      }
      left -= count
    }
  }

  /// The digit of a power of ten.
  func digit(at power: Int) -> UInt8 {
    let index = exponent - power
    return digits.indices.contains(index) ? digits[index] : 0
  }

  /// The digits down to a power of ten, without zeros at the beginning.
  func whole(to place: Int) -> [UInt8] {
    guard !digits.isEmpty, exponent >= place else { return [] }
    return stride(from: exponent, through: place, by: -1).map(digit)
  }

  /// What lies below a power of ten, in units of 10⁻¹⁷ of it, downwards; and whether more lies below.
  func fraction(below place: Int) -> (units: UInt64, isCut: Bool) {
    let units = (1...17).reduce(UInt64(0)) { $0 * 10 + UInt64(digit(at: place - $1)) }
    return (units, !digits.isEmpty && exponent - digits.count + 1 < place - 17)
  }
}
