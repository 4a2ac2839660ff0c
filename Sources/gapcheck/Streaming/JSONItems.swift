// SPDX-License-Identifier: GPL-3.0-or-later

/// The items of one JSON array, each as a line, from text that comes in pieces.
///
/// It only counts brackets, outside of strings: whether an item is an object, who reads the line says.
struct JSONItems {
  /// Why the text is no array.
  enum Failure: ExitStatusError, CustomStringConvertible {
    case noArray(String)
    case unfinished
    case more(String)
    case longItem

    var exitStatus: Int32 { 65 }

    var description: String {
      switch self {
      case .noArray(let start): "the input must be a JSON array, got '\(start)'"
      case .unfinished: "the JSON array of the input has no end: its ']' is missing"
      case .more(let rest): "nothing may follow the JSON array of the input, got '\(rest)'"
      case .longItem:
        "the JSON array of the input has an item of more than \(LineReader.longestLine) bytes"
      }
    }
  }

  private var depth = 0
  private var isClosed = false
  private var isInString = false
  private var isEscaped = false
  private var hasItems = false
  private var item: [UInt8] = []

  /// Takes the next piece of the text.
  ///
  /// - Returns: the items that end in it, as lines.
  mutating func lines(of text: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(text.count + item.count)
    for (index, byte) in zip(text.indices, text) {
      if depth == 0 {
        if UInt8.whiteSpace.contains(byte) { continue }
        let rest = String(decoding: text[index...].prefix(20), as: UTF8.self)
        guard !isClosed else { throw .more(rest) }
        guard byte == UInt8(ascii: "[") else { throw .noArray(rest) }
        depth = 1
        continue
      }
      if !isInString, depth == 1, byte == UInt8(ascii: ",") {
        end(&lines)
        continue
      }
      follow(byte)
      guard depth > 0 else {
        isClosed = true
        if hasItems || !item[...].isBlank { end(&lines) }
        continue
      }
      // A tab is white space where a line break is, and no more allowed in a string.
      item.append(byte == 0x0A || byte == 0x0D ? 0x09 : byte)
      guard item.count <= LineReader.longestLine else { throw .longItem }
    }
    return lines
  }

  /// An item is complete.
  private mutating func end(_ lines: inout [UInt8]) {
    lines.append(contentsOf: item[...].droppingWhiteSpace)
    lines.append(UInt8(ascii: "\n"))
    item.removeAll(keepingCapacity: true)
    hasItems = true
  }

  /// Keeps account of strings and brackets.
  private mutating func follow(_ byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch Unicode.Scalar(byte) {
    case "\"": isInString = true
    case "{", "[": depth += 1
    case "}", "]": depth -= 1
    default: break
    }
  }

  /// The text has ended.
  func finish() throws(Failure) {
    guard isClosed else { throw depth == 0 ? .noArray("") : .unfinished }
  }
}
