// SPDX-License-Identifier: GPL-3.0-or-later

/// The reader of CSV of these tests: not the command's own.
enum CSVRows {
  /// Rows by the names of the columns.
  static func read(_ text: String) -> [[String: String]] {
    var rows = text.split(separator: "\n").map(cells)
    guard !rows.isEmpty else { return [] }
    let names = rows.removeFirst()
    return rows.map { Dictionary(zip(names, $0)) { first, _ in first } }
  }

  /// Cells at the commas outside quotes: every second piece between quotes is inside.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    for (index, piece) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    {
      if index % 2 == 1 {
        cells[cells.count - 1] += piece
        continue
      }
      let parts = piece.split(separator: ",", omittingEmptySubsequences: false)
      cells[cells.count - 1] += parts[0]
      cells += parts.dropFirst().map(String.init)
    }
    return cells
  }
}
