// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

extension TextStyle {
  /// Text in lines, broken between words.
  ///
  /// - Parameters:
  ///   - first: what stands before the first line, as a verdict.
  ///   - indent: the columns before the lines that follow.
  func paragraph(_ text: String, after first: String = "", indent: Int = 0) -> [String] {
    let text = MessageText.escaped(text)
    // Too narrow for text beside text: it goes below.
    if max(first.count, indent) > width / 2 {
      return paragraph(first) + paragraph(text, after: "    ", indent: 4)
    }
    var lines: [String] = []
    var line = first
    var isEmpty = true
    let margin = String(repeating: " ", count: indent)
    for word in TextStyle.words(of: text, width: width - max(indent, first.count)) {
      if isEmpty {
        line += word
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = margin + word
      }
      isEmpty = false
    }
    return lines + [line]
  }

  /// The pieces that a line is not broken within: words, an equation, and what stands in parentheses, where that is not
  /// too long.
  private static func words(of text: String, width: Int) -> [String] {
    var words: [String] = []
    var (piece, depth): ([Substring], Int) = ([], 0)
    let all = text.split(separator: " ")
    let signs: Set<Substring> = ["=", "~", "±", "|"]
    for (word, next) in zip(all, all.dropFirst() + [""]) {
      piece.append(word)
      depth += word.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) }
      guard depth <= 0, !signs.contains(word), !signs.contains(next) else { continue }
      let whole = piece.joined(separator: " ")
      words += whole.count <= min(width, 40) ? [whole] : piece.map(String.init)
      (piece, depth) = ([], 0)
    }
    return words + piece.map(String.init)
  }

  /// What is computed, and an empty line.
  func heading(_ texts: String?...) -> [String] {
    texts.compactMap { $0 }.flatMap { paragraph($0, indent: 2) } + [""]
  }

  /// A verdict, marked so that it is seen.
  func verdict(_ verdict: Verdict, _ text: String) -> [String] {
    let color: Color = verdict.isYes ? .good : verdict.flag == false ? .bad : .doubtful
    return marked(NumberText.mark(verdict), color, text)
  }

  /// Text after a word in brackets.
  func marked(_ mark: String, _ color: Color, _ text: String) -> [String] {
    let first = "[\(mark)] "
    var lines = paragraph(text, after: first, indent: min(first.count, 6))
    // The width of a line is counted without the colour.
    lines[0] = "[\(colored(mark, color))]" + lines[0].dropFirst(first.count - 1)
    return lines
  }

  /// What a verdict looks like on a terminal.
  enum Color: Int {
    case good = 32
    case bad = 31
    case doubtful = 33
  }

  func colored(_ text: String, _ color: Color) -> String {
    isColored ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Rows of cells, each column as wide as its widest cell; where they are wider than a line, each row as a block.
  ///
  /// - Parameter header: what stands above the columns, and before the cells of a block.
  func table(header: [String] = [], _ rows: [[String]]) -> [String] {
    let all = ((header.isEmpty ? [] : [header]) + rows).map { $0.map(MessageText.escaped) }
    let widths = TextStyle.widths(all)
    let lines = all.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    return lines.allSatisfy { $0.count <= width } ? lines : rows.flatMap { block(header, $0) }
  }

  private static func widths(_ rows: [[String]]) -> [Int] {
    (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
  }

  /// A row as a block: its first cell, and the others under it.
  private func block(_ header: [String], _ row: [String]) -> [String] {
    let names = header.dropFirst()
    let nameWidth = names.map(\.count).max() ?? 0
    var title = row.first ?? ""
    if let name = header.first, !name.isEmpty { title = "\(name): \(title)" }
    let cells = row.dropFirst().enumerated().filter { !$0.element.isEmpty }
    return paragraph(title, indent: 4)
      + cells.flatMap { index, cell in
        let name = names.dropFirst(index).first ?? ""
        let padding = String(repeating: " ", count: nameWidth - name.count)
        let first = "  " + (nameWidth == 0 ? "" : name + padding + "  ")
        return paragraph(cell, after: first, indent: first.count)
      }
  }
}
