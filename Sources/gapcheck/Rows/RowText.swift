// SPDX-License-Identifier: GPL-3.0-or-later

/// Text as bytes, which rows are put together in.
struct RowText: Sendable {
  private(set) var bytes: [UInt8] = []

  mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(contentsOf other: some Collection<UInt8>) { bytes.append(contentsOf: other) }
}

extension RowText: TextOutputStream {
  mutating func write(_ text: String) { append(contentsOf: text.utf8) }

  /// Where the standard library writes the digits of a number, with no string made of them. A library
  /// that does not know this requirement calls ``write(_:)`` instead, with the same text.
  mutating func _writeASCII(_ digits: UnsafeBufferPointer<UInt8>) { append(contentsOf: digits) }
}
