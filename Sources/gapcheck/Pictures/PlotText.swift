// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Text as gnuplot is to show it, to the letter.
enum PlotText {
  /// A string in gnuplot's notation.
  ///
  /// Between single quotes nothing is special but the quote itself: neither a backslash nor a backquote,
  /// which elsewhere runs a command. Lines are joined outside of them; other control characters become
  /// spaces.
  static func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "'\(cleaned(line).replacingOccurrences(of: "'", with: "''"))'"
    }.joined(separator: " . \"\\n\" . ")
  }

  /// A line of comment: what it says cannot end it. A line with a backslash at its end goes on.
  static func comment(_ text: String) -> String { "# \(cleaned(text[...])) #" }

  private static func cleaned(_ text: Substring) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          $0.properties.generalCategory == .control
            || $0.properties.generalCategory == .lineSeparator
            || $0.properties.generalCategory == .paragraphSeparator ? " " : $0
        }))
  }

  /// Four digits: enough for a label.
  static func short(_ value: Double) -> String { String(format: "%.4g", value) }

  /// Three digits.
  static func shorter(_ value: Double) -> String { String(format: "%.3g", value) }

  /// A line of a key, which has no second one.
  static func cut(_ text: String, width: Int = 74) -> String {
    text.count <= width ? text : "\(text.prefix(width - 1))…"
  }

  /// Breaks a text into lines that fit into a picture, behind a comma if that leaves the lines half
  /// full, else at a space; a word that is too long is cut.
  static func wrapped(_ text: String, width: Int = 66) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = word[...]
      if !line.isEmpty, line.count + 1 + rest.count > width {
        let comma = line.hasSuffix(",") ? nil : line.range(of: ", ", options: .backwards)
        if let comma, line.distance(from: line.startIndex, to: comma.upperBound) > width / 2 {
          lines.append(String(line[..<comma.lowerBound]) + ",")
          line = String(line[comma.upperBound...])
        } else {
          lines.append(line)
          line = ""
        }
      }
      while rest.count > width {
        lines.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
      line += line.isEmpty ? String(rest) : " \(rest)"
    }
    if !line.isEmpty { lines.append(line) }
    // A title of more lines leaves no room for the picture.
    guard lines.count > 4 else { return lines.joined(separator: "\n") }
    return (lines.prefix(3) + ["\(lines[3].prefix(width - 2)) …"]).joined(separator: "\n")
  }
}
