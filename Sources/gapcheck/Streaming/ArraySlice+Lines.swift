// SPDX-License-Identifier: GPL-3.0-or-later

extension ArraySlice<UInt8> {
  /// Takes lines from the front: so many bytes, and the rest of the line that they end in.
  mutating func popLines(_ count: Int) -> ArraySlice<UInt8> {
    let newline = dropFirst(Swift.max(0, count - 1)).firstIndex(of: UInt8(ascii: "\n"))
    let end = newline.map { $0 + 1 } ?? endIndex
    defer { self = self[end...] }
    return self[..<end]
  }

  /// The first line, without its line break, and where the next one begins.
  var firstLine: (line: ArraySlice<UInt8>, end: Int) {
    guard let newline = firstIndex(of: UInt8(ascii: "\n")) else {
      return (droppingCarriageReturn, endIndex)
    }
    return (self[..<newline].droppingCarriageReturn, newline + 1)
  }

  /// The lines, without their line breaks.
  var lines: [ArraySlice<UInt8>] {
    var (lines, rest): ([ArraySlice<UInt8>], ArraySlice<UInt8>) = ([], self)
    while !rest.isEmpty {
      let (line, end) = rest.firstLine
      lines.append(line)
      rest = rest[end...]
    }
    return lines
  }

  /// What follows the mark that some programs put before UTF-8.
  var droppingByteOrderMark: ArraySlice<UInt8> {
    starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self
  }

  /// A line that ended with both characters of CRLF.
  var droppingCarriageReturn: ArraySlice<UInt8> {
    last == UInt8(ascii: "\r") ? dropLast() : self
  }

  /// Whether there is nothing but white space.
  var isBlank: Bool { first(where: { !UInt8.whiteSpace.contains($0) }) == nil }

  /// What follows the white space in front.
  var droppingWhiteSpace: ArraySlice<UInt8> { drop { UInt8.whiteSpace.contains($0) } }
}

extension UInt8 {
  /// What JSON takes for white space.
  static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
}
