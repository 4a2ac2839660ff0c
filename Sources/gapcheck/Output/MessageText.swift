// SPDX-License-Identifier: GPL-3.0-or-later

/// Text for people that may hold what somebody gave: of any length, with any character.
enum MessageText {
  /// How much of a text that is too long is shown of its beginning, and as much of its end.
  private static let share = 200

  /// A text with the middle left out, if it is long: a message begins with the value and ends with what
  /// would be right.
  static func cut(_ text: String) -> String {
    let bytes = text.utf8
    guard bytes.count > 3 * share, bytes.count > 3 * share * 4 || text.count > 3 * share else {
      return text
    }
    return "\(text.prefix(share)) [...] \(text.suffix(share))"
  }

  /// The same, with control characters as Swift writes them, line breaks aside.
  static func shown(_ text: String) -> String {
    var shown = ""
    for scalar in cut(text).unicodeScalars {
      if scalar != "\n", scalar.properties.generalCategory == .control {
        shown += scalar.escaped(asASCII: true)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
