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
  static func number(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "?" : value > 0 ? "∞" : "−∞" }
    // −0 too.
    guard value != 0 else { return "0" }
    let text = String(format: "%.\(digits)g", value)
    let parts = text.split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]) else {
      // What is a power of ten above all, and not its digits.
      return abs(value) >= 1e5 && text.hasSuffix("00000") ? self.power(value) : signed(text)
    }
    if (0...4).contains(power) { return signed(String(format: "%.0f", value)) }
    return raised(signed(String(parts[0])), power)
  }

  /// A number as a multiple of a power of ten: 2·10⁶, 10⁻³; 1 and 10 as they are.
  static func power(_ value: Double) -> String {
    let parts = String(format: "%.9e", value).split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]), let digits = Double(parts[0]) else {
      return number(value, digits: 6)
    }
    if (-1...1).contains(power) { return signed(String(format: "%.10g", value)) }
    return raised(signed(String(format: "%.10g", digits)), power)
  }

  private static func raised(_ mantissa: String, _ power: Int) -> String {
    let raised = "10" + superscript(power)
    switch mantissa {
    case "1": return raised
    case "−1": return "−" + raised
    default: return "\(mantissa)·\(raised)"
    }
  }

  private static func signed(_ text: String) -> String {
    text.replacingOccurrences(of: "-", with: "−")
  }

  /// What the numbers of an axis count from, as the axis says it: ` − 1000000`.
  static func offset(_ value: Double) -> String {
    let text = abs(value) < 1e15 ? String(format: "%.0f", abs(value)) : "\(abs(value))"
    let exact = Double(text) == abs(value) ? text : "\(abs(value))"
    return (value < 0 ? " + " : " − ") + exact
  }

  /// So many digits behind the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let text = signed(String(format: "%.\(decimals)f", value))
    return text.contains { ("1"..."9").contains($0) }
      ? text : text.replacingOccurrences(of: "−", with: "")
  }

  /// A model or a spec with its numbers as people write them: `x = -3.0` is x = −3, and inf is ∞.
  static func humane(_ text: String) -> String {
    let numbers = text.replacing(/([A-Za-z_.]?)([0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?)/) { match in
      guard match.1.isEmpty, let value = Double(match.2) else { return String(match.0) }
      // Not all of a long one; but 1.0000001 is not 1.
      return number(value, digits: Double(String(format: "%.9g", value)) == value ? 9 : 6)
    }
    let signs = numbers.replacing(/(^|[ (,=\[*\/^])-/) { "\($0.1)−" }
    return signs.replacing(/\binf\b/) { _ in "∞" }
  }

  /// The name of a parameter with the letter that it spells.
  static func letter(_ name: String) -> String {
    [
      "alpha": "α", "beta": "β", "delta": "δ", "eta": "η", "kappa": "κ", "lambda": "λ", "mu": "μ",
      "nu": "ν", "phi": "φ", "sigma": "σ", "tau": "τ", "theta": "θ", "xi": "ξ",
    ][name] ?? name
  }

  /// A power in small raised digits.
  static func superscript(_ power: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String("\(power)".map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }

  /// A line of a key, which has no second one.
  static func cut(_ text: String, width: Int = 74) -> String {
    text.count <= width ? text : "\(text.prefix(width - 1))…"
  }

  /// Breaks a text into lines that fit into a picture, behind a comma if that leaves the lines half
  /// full, else at a space, but not at one that does not break, beside an equals sign, or in brackets, unless
  /// what stands in them is long; a word that is too long is cut.
  static func wrapped(_ text: String, width: Int = 66, lines most: Int = 4) -> String {
    var lines: [String] = []
    var line = ""
    for word in words(text[...], noLongerThan: 2 * width / 3) {
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
    // What had to stay together.
    lines = lines.map { $0.replacingOccurrences(of: "\u{A0}", with: " ") }
    // A title of more lines leaves no room for the picture.
    guard lines.count > most, most > 0 else { return lines.joined(separator: "\n") }
    return (lines.prefix(most - 1) + ["\(lines[most - 1].prefix(max(1, width - 2))) …"])
      .joined(separator: "\n")
  }

  /// What stands between the spaces at which a text may be broken.
  ///
  /// - Parameter level: within how many brackets.
  private static func words(
    _ text: Substring, noLongerThan most: Int, level: Int = 0
  ) -> [String] {
    var parts: [(text: String, isOpen: Bool)] = []
    var depth = 0
    for piece in text.split(separator: " ") {
      let isSign = piece == "=" && level == 0
      let isHeld = parts.last?.isOpen ?? false || (isSign && !parts.isEmpty)
      for character in piece {
        if "([".contains(character) { depth += 1 }
        if ")]".contains(character) { depth = max(0, depth - 1) }
      }
      let word = isHeld ? "\(parts.removeLast().text)\u{A0}\(piece)" : String(piece)
      parts.append((word, depth > level || isSign))
    }
    // Brackets that hold much are broken within.
    return parts.flatMap { part in
      part.text.count > most && level < 8 && part.text.contains("\u{A0}")
        ? words(
          part.text.replacingOccurrences(of: "\u{A0}", with: " ")[...], noLongerThan: most,
          level: level + 1) : [part.text]
    }
  }
}
