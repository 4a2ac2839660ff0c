// SPDX-License-Identifier: GPL-3.0-or-later

/// What text is that is not UTF-8.
enum TextEncoding {
  /// Whether bytes are UTF-8.
  static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }
  }

  /// What bytes are, in words that follow "the input is"; `nil` where they may be UTF-8.
  static func fault(of bytes: ArraySlice<UInt8>) -> String? {
    if bytes.starts(with: [0x1F, 0x8B]) { return "compressed by gzip" }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "compressed by zstd" }
    if bytes.starts(with: Array("PAR1".utf8)) { return "a Parquet file" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Every other byte of Latin letters in UTF-16 is 0.
    let start = bytes.prefix(8)
    if start.count >= 4, start.count(where: { $0 == 0 }) * 2 >= start.count - 1 { return "UTF-16" }
    return isUTF8(bytes) ? nil : "not UTF-8"
  }
}
