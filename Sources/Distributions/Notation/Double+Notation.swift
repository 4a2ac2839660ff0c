// SPDX-License-Identifier: GPL-3.0-or-later

extension Double {
  /// The number that a whole text is.
  ///
  /// The standard library's own reader takes what stands before a NUL, and is silent about the rest; it takes 1e-400 for
  /// 0; and 0x10 for 16, which is more often a mistake than meant: of hexadecimal numbers there are those with an
  /// exponent, as in 0x1.8p-3, which have all bits of a double.
  package init?(notation text: some StringProtocol) {
    let bytes = text.utf8
    guard !bytes.contains(0), let value = Double(text), !(value == 0 && Double.isTooSmall(text))
    else { return nil }
    let isHexadecimal = bytes.contains(where: Self.isX)
    guard !isHexadecimal || !value.isFinite || bytes.contains(where: { $0 | 0x20 == 0x70 }) else {
      return nil
    }
    self = value
  }

  private static func isX(_ byte: UInt8) -> Bool { byte | 0x20 == 0x78 }

  /// Whether a text is a number other than 0 that is nearer to 0 than any double.
  package static func isTooSmall(_ text: some StringProtocol) -> Bool {
    guard Double(text) == 0 else { return false }
    // Before the exponent of either kind.
    let isHexadecimal = text.utf8.contains(where: isX)
    return text.utf8.prefix { $0 | 0x20 != (isHexadecimal ? 0x70 : 0x65) }
      .contains {
        (0x31...0x39).contains($0) || (isHexadecimal && (0x61...0x66).contains($0 | 0x20))
      }
  }

  /// Whether a text is a whole number in digits that no double holds, such as 2⁵³ + 1.
  ///
  /// As a parameter it is rounded, as 0.1 is; a count that is another one is not what was observed.
  package static func isRounded(whole text: some StringProtocol) -> Bool {
    let digits = text.drop { $0 == "-" || $0 == "+" }
    guard digits.utf8.count > 15, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Double(text), value.isFinite
    else { return false }
    // Of both the last 64 bits: the double is nearer than that.
    let whole = digits.utf8.reduce(UInt64(0)) { $0 &* 10 &+ UInt64($1 - 0x30) }
    let magnitude = value.magnitude
    let held =
      UInt64(exactly: magnitude)
      ?? (magnitude.significandBitPattern | 1 << 52) << (magnitude.exponent - 52)
    return whole != held
  }
}
