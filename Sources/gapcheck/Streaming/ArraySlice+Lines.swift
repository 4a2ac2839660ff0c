// SPDX-License-Identifier: GPL-3.0-or-later

extension ArraySlice<UInt8> {
  /// Takes lines from the front: so many bytes, and the rest of the line that they end in.
  mutating func popLines(_ count: Int) -> ArraySlice<UInt8> {
    let newline = dropFirst(Swift.max(0, count - 1)).firstIndex(of: UInt8(ascii: "\n"))
    let end = newline.map { $0 + 1 } ?? endIndex
    defer { self = self[end...] }
    return self[..<end]
  }
}
