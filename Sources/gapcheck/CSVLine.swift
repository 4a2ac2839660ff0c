// SPDX-License-Identifier: GPL-3.0-or-later

/// One line of CSV, with quoting as in RFC 4180; a cell does not hold a line break.
enum CSVLine {
  /// The cells, unquoted.
  static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var characters = line.makeIterator()
    var next = characters.next()
    while let character = next {
      next = characters.next()
      switch (character, isQuoted) {
      case ("\"", true) where next == "\"":
        cell.append("\"")
        next = characters.next()
      case ("\"", _):
        isQuoted.toggle()
      case (",", false):
        cells.append(cell)
        cell = ""
      default:
        cell.append(character)
      }
    }
    return cells + [cell]
  }

  /// A cell, quoted where it has to be.
  static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
