// SPDX-License-Identifier: GPL-3.0-or-later

/// Text as bytes, which rows are put together in.
struct RowText: Sendable {
  private(set) var bytes: [UInt8] = []

  /// What an infinity is in JSON, which has no number for it.
  let infinity: InfinityFormat

  init(infinity: InfinityFormat = .null) { self.infinity = infinity }

  /// The text as a string.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(contentsOf other: some Collection<UInt8>) { bytes.append(contentsOf: other) }

  /// Appends a cell of CSV, quoted where it has to be.
  mutating func appendCell(_ cell: some Collection<UInt8>) {
    let quote = UInt8(ascii: "\"")
    // Comma, quote, line feed, carriage return.
    guard cell.contains(where: { [0x2C, quote, 0x0A, 0x0D].contains($0) }) else {
      return append(contentsOf: cell)
    }
    append(quote)
    for byte in cell {
      if byte == quote { append(quote) }
      append(byte)
    }
    append(quote)
  }

  /// Appends a string of JSON, with its quotes.
  mutating func appendString(_ text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0x08: write("\\b")
      case 0x09: write("\\t")
      case 0x0A: write("\\n")
      case 0x0C: write("\\f")
      case 0x0D: write("\\r")
      case 0..<0x20: write("\\u00\(byte < 0x10 ? "0" : "1")\(String(byte & 0xF, radix: 16))")
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}

extension RowText: TextOutputStream {
  mutating func write(_ text: String) { append(contentsOf: text.utf8) }

  /// Where the standard library writes the digits of a number, with no string made of them. A library
  /// that does not know this requirement calls ``write(_:)`` instead, with the same text.
  mutating func _writeASCII(_ digits: UnsafeBufferPointer<UInt8>) { append(contentsOf: digits) }
}
