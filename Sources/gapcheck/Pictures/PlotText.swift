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
  static func short(_ value: Double) -> String { number(value, digits: 4) }

  /// Three digits.
  static func shorter(_ value: Double) -> String { number(value, digits: 3) }

  /// A number as people write it: −3, 0.25, 2.5·10⁻⁷.
  private static func number(_ value: Double, digits: Int) -> String {
    let text = String(format: "%.\(digits)g", value)
    let parts = text.split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]) else {
      return text.replacingOccurrences(of: "-", with: "−")
    }
    if (0...4).contains(power) {
      return String(format: "%.0f", value).replacingOccurrences(of: "-", with: "−")
    }
    let mantissa = parts[0].replacingOccurrences(of: "-", with: "−")
    let raised = "10" + superscript(power)
    switch mantissa {
    case "1": return raised
    case "−1": return "−" + raised
    default: return "\(mantissa)·\(raised)"
    }
  }

  /// So many digits behind the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value).replacingOccurrences(of: "-", with: "−")
    return text.contains { ("1"..."9").contains($0) }
      ? text : text.replacingOccurrences(of: "−", with: "")
  }

  private static func superscript(_ power: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String("\(power)".map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }

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
