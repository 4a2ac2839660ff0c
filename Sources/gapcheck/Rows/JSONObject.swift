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

  /// The first member of a name as text, a string without its quotes. `nil` where there is none.
  ///
  /// - Parameter isList: whether an array is its items, with commas between them.
  func text(of name: String, isList: Bool) -> String? {
    guard let member = members.first(where: { $0.name == name }) else { return nil }
    if isList {
      var items: [String] = []
      var scanner = JSONScanner(bytes[member.value])
      if scanner.array({ items.append(text(of: $0)) }) { return items.joined(separator: ",") }
    }
    return text(of: member.value)
  }

  /// A value as text, a string without its quotes.
  func text(of value: Range<Int>) -> String {
    var scanner = JSONScanner(bytes[value])
    return scanner.string() ?? String(decoding: bytes[value], as: UTF8.self)
  }
}
