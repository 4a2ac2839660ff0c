// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Numbers in a row of text.
enum DecimalNumber {
  /// Powers of ten that are doubles.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// The finite number that all of a text is, white space around it aside; `nil` for anything else.
  ///
  /// A number of at most 2⁵³ without its point and at most 22 places behind that is one correctly rounded
  /// division of two doubles (W. D. Clinger, "How to Read Floating Point Numbers Accurately"). Any other is
  /// left to the standard library.
  static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var (start, end) = (0, bytes.count)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while start < end, isBlank(bytes[end - 1]) { end -= 1 }
    var index = start
    let isNegative = index < end && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var (digits, places): (UInt64, Int?) = (0, nil)
    let first = index
    while index < end, index - first < 18 {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), places == nil, index > first {
        places = 0
      } else if byte >= 0x30, byte <= 0x39 {
        digits = digits * 10 + UInt64(byte - 0x30)
        places = places.map { $0 + 1 }
      } else {
        break
      }
      index += 1
    }
    if index == end, index > first, places != 0, digits <= 1 << 53 {
      let magnitude = Double(digits) / powers[places ?? 0]
      return isNegative ? -magnitude : magnitude
    }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    return Double(notation: text).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }
}
