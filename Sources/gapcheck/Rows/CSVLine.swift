// SPDX-License-Identifier: GPL-3.0-or-later

/// One line of CSV, with quoting as in RFC 4180; a cell does not hold a line break.
///
/// Both ways go by Unicode scalars: to a `Character`, a quote before a combining mark is no quote.
enum CSVLine {
  /// The cells, unquoted.
  static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = line.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch (scalar, isQuoted) {
      case ("\"", true) where next == "\"":
        cell.append("\"")
        next = scalars.next()
      case ("\"", _):
        isQuoted.toggle()
      case (",", false):
        cells.append(String(cell))
        cell = String.UnicodeScalarView()
      default:
        cell.append(scalar)
      }
    }
    return cells + [String(cell)]
  }

  /// A cell, quoted where it has to be.
  static func quoted(_ cell: String) -> String {
    let special: [Unicode.Scalar] = [",", "\"", "\n", "\r"]
    guard cell.unicodeScalars.contains(where: special.contains) else { return cell }
    let doubled = cell.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.map(String.init).joined(separator: "\"\"") + "\""
  }
}
