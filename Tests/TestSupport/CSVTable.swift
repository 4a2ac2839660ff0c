// SPDX-License-Identifier: GPL-3.0-or-later

/// CSV with a header, as a table of Tests/Fixtures or as the command prints it; not the command's own reader.
package struct CSVTable: Sendable {
  /// A line under the header.
  package struct Row: Sendable, CustomStringConvertible {
    /// The cells, from left to right.
    package let cells: [String]
    fileprivate let header: [String]

    /// The cells with the names of their columns.
    package var members: [(name: String, cell: String)] {
      zip(header, cells).map { (name: $0, cell: $1) }
    }

    /// The cell of a column; `nil` where there is none.
    package subscript(name: String) -> String? {
      guard let index = header.firstIndex(of: name), cells.indices.contains(index) else {
        return nil
      }
      return cells[index]
    }

    /// The cell of a column as a number; NaN where it is none.
    package func number(_ name: String) -> Double { self[name].flatMap(Double.init) ?? .nan }

    /// All cells as numbers; NaN where they are none.
    package var numbers: [Double] { cells.map { Double($0) ?? .nan } }

    package var description: String { cells.joined(separator: ",") }
  }

  package let header: [String]
  package let rows: [Row]

  /// Reads a table; cells may be quoted, and hold no line breaks.
  package init(_ text: String, separator: Character = ",") {
    var lines = text.split(separator: "\n").map { CSVTable.cells($0, separator) }
    let header = lines.isEmpty ? [] : lines.removeFirst()
    self.header = header
    rows = lines.map { Row(cells: $0, header: header) }
  }

  /// A table of Tests/Fixtures, by its name without `.csv`.
  package init(fixture name: String, separator: Character = ",") throws {
    self.init(try PackageRoot.text("Tests/Fixtures/\(name).csv"), separator: separator)
  }

  /// A column; empty where there is none.
  package subscript(name: String) -> [String] { rows.compactMap { $0[name] } }

  /// A column of numbers.
  package func numbers(_ name: String) -> [Double] { self[name].map { Double($0) ?? .nan } }

  /// Cells at the separators outside quotes: every second piece between quotes is inside.
  private static func cells(_ line: Substring, _ separator: Character) -> [String] {
    var cells = [""]
    for (index, piece) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    {
      if index % 2 == 1 {
        cells[cells.count - 1] += piece
        continue
      }
      let parts = piece.split(separator: separator, omittingEmptySubsequences: false)
      cells[cells.count - 1] += parts[0]
      cells += parts.dropFirst().map(String.init)
    }
    return cells
  }
}
