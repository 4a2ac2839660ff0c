// SPDX-License-Identifier: GPL-3.0-or-later

/// A JSON object on a line, with its members as slices of the text.
struct JSONObject {
  struct Member {
    let name: String
    /// The key with its quotes.
    let key: Range<Int>
    let value: Range<Int>
  }

  /// The line.
  let bytes: ArraySlice<UInt8>
  /// The members, in their order.
  let members: [Member]

  /// Reads the one object that a line holds; `nil` where it is something else.
  init?(_ line: ArraySlice<UInt8>) {
    var scanner = JSONScanner(line)
    scanner.skipSpace()
    var members: [Member] = []
    let isObject = scanner.object { name, key, value in
      members.append(Member(name: name, key: key, value: value))
    }
    scanner.skipSpace()
    guard isObject, scanner.isAtEnd else { return nil }
    (bytes, self.members) = (line, members)
  }

  /// The first member of a name as text: as it is written, or decoded, which is a string without its
  /// quotes and an array without its brackets. `nil` where there is none.
  func text(of name: String, isDecoded: Bool) -> String? {
    guard let member = members.first(where: { $0.name == name }) else { return nil }
    let value = bytes[member.value]
    var scanner = JSONScanner(value)
    if isDecoded, let text = scanner.string() { return text }
    let isArray = isDecoded && value.first == UInt8(ascii: "[")
    return String(decoding: isArray ? value.dropFirst().dropLast() : value, as: UTF8.self)
  }
}
