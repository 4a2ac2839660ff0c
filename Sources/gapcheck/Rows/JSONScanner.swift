// SPDX-License-Identifier: GPL-3.0-or-later

/// A reader of JSON, as RFC 8259 has it, that says where things are.
///
/// Each method reads what it is named after from the place that the scanner is at, and says whether it
/// was there; after a failure the place means nothing.
struct JSONScanner {
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  private var depth = 0

  /// How deep objects and arrays may lie in each other.
  private static let deepest = 500

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  var isAtEnd: Bool { index == bytes.endIndex }

  private var next: UInt8? { isAtEnd ? nil : bytes[index] }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func skipSpace() {
    while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { index += 1 }
  }

  /// An object.
  ///
  /// - Parameter visit: sees the name of each member, and where its key and its value are.
  mutating func object(
    _ visit: (_ name: String, _ key: Range<Int>, _ value: Range<Int>) -> Void
  ) -> Bool {
    list(from: "{", to: "}") { scanner in
      let key = scanner.index
      guard let name = scanner.string() else { return false }
      let end = scanner.index
      scanner.skipSpace()
      guard scanner.skip(":") else { return false }
      scanner.skipSpace()
      let value = scanner.index
      guard scanner.value() else { return false }
      visit(name, key..<end, value..<scanner.index)
      return true
    }
  }

  /// An array.
  ///
  /// - Parameter visit: sees where each item is.
  mutating func array(_ visit: (_ item: Range<Int>) -> Void) -> Bool {
    list(from: "[", to: "]") { scanner in
      let start = scanner.index
      guard scanner.value() else { return false }
      visit(start..<scanner.index)
      return true
    }
  }

  /// Items with commas between them, and what stands around them.
  private mutating func list(
    from open: Unicode.Scalar, to close: Unicode.Scalar, item: (inout JSONScanner) -> Bool
  ) -> Bool {
    guard skip(open), depth < JSONScanner.deepest else { return false }
    depth += 1
    defer { depth -= 1 }
    skipSpace()
    if skip(close) { return true }
    repeat {
      skipSpace()
      guard item(&self) else { return false }
      skipSpace()
    } while skip(",")
    return skip(close)
  }

  private mutating func value() -> Bool {
    switch next.map(Unicode.Scalar.init) {
    case "{": object { _, _, _ in }
    case "[": array { _ in }
    case "\"": string() != nil
    case "t": word("true")
    case "f": word("false")
    case "n": word("null")
    default: number()
    }
  }

  private mutating func word(_ text: StaticString) -> Bool {
    "\(text)".unicodeScalars.allSatisfy { skip($0) }
  }

  private mutating func number() -> Bool {
    _ = skip("-")
    guard skip("0") || digits() else { return false }
    if skip("."), !digits() { return false }
    if skip("e") || skip("E") {
      _ = skip("+") || skip("-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = index
    while let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { index += 1 }
    return index > start
  }

  /// A string, without its quotes and escapes; `nil` where there is none.
  mutating func string() -> String? {
    guard skip("\"") else { return nil }
    var text: [UInt8] = []
    while let byte = next, byte >= 0x20 {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text.append(contentsOf: Array(String(scalar).utf8))
      default: text.append(byte)
      }
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    index += 1
    switch Unicode.Scalar(byte) {
    case "\"", "\\", "/": return Unicode.Scalar(byte)
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      guard let unit = codeUnit() else { return nil }
      guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
      guard skip("\\"), skip("u"), let trail = codeUnit(), UTF16.isTrailSurrogate(trail) else {
        return nil
      }
      return Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10) + UInt32(trail & 0x3FF))
    default: return nil
    }
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() -> UInt16? {
    guard bytes.endIndex - index >= 4 else { return nil }
    let digits = bytes[index..<(index + 4)]
    index += 4
    guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
