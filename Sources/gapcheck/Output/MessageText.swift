// SPDX-License-Identifier: GPL-3.0-or-later

/// Text for people that may hold what somebody gave: of any length, with any character.
enum MessageText {
  /// A text with the middle left out, if it is long: a message begins with the value and ends with what
  /// would be right.
  ///
  /// - Parameter share: how much is shown of the beginning, and as much of the end.
  static func cut(_ text: String, share: Int = 200) -> String {
    let bytes = text.utf8
    guard bytes.count > 3 * share, bytes.count > 3 * share * 4 || text.count > 3 * share else {
      return text
    }
    return "\(text.prefix(share)) [...] \(text.suffix(share))"
  }

  /// A line: cut, if it is long, and escaped.
  static func shown(_ text: String) -> String { escaped(cut(text)) }

  /// A text with what a terminal does not show as a character, such as line breaks, escape sequences and marks of
  /// the direction of writing, as Swift writes it.
  static func escaped(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        escaped += scalar.escaped(asASCII: true)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
