// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The rows of a sweep's CSV, or of TSV, as texts.
struct SweepTable {
  /// Why there is no picture of it; 65, what is in the file.
  struct Failure: ExitStatusError, CustomStringConvertible {
    let description: String
    var exitStatus: Int32 { 65 }
  }

  /// What messages and titles call it.
  let name: String
  /// The header.
  let columns: [String]
  /// A cell for each column.
  let rows: [[String]]

  /// - Parameter path: `-` is standard input.
  /// - Throws: ``Failure``, `DataFileError`, `HeaderError`.
  init(_ path: String) throws {
    try self.init(
      try WholeInput.read(path == "-" ? nil : path), name: path == "-" ? "standard input" : path)
  }

  init(_ bytes: [UInt8], name: String) throws {
    self.name = name
    let text = bytes[...].droppingByteOrderMark
    guard let first = text.droppingWhiteSpace.first else {
      throw Failure(
        description:
          "\(name) is empty: it must be a CSV with a header, as 'gapcheck sweep' writes it")
    }
    guard first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else {
      throw Failure(
        description: "\(name) is JSON: it must be a CSV; run the sweep with --format csv")
    }
    let (header, end) = text.firstLine
    let separator = UInt8(ascii: header.contains(0x09) ? "\t" : ",")
    columns = CSVLine(header, separator: separator).names
    try HeaderError.checkNames(columns)
    var rows: [[String]] = []
    for (index, line) in text[end...].lines.enumerated() where !line.isBlank {
      let row = CSVLine(line, separator: separator)
      guard row.isClosed else { throw DataFileError(name, .openQuotes(line: index + 2)) }
      guard row.cells.count == columns.count else {
        throw DataFileError(
          name, .cellCount(line: index + 2, count: row.cells.count, expected: columns.count))
      }
      rows.append(row.names)
    }
    guard !rows.isEmpty else { throw Failure(description: "\(name) has a header, and no row") }
    self.rows = rows
  }

  /// Where a column is.
  ///
  /// - Throws: ``Failure``, with the names that there are.
  func position(of column: String, _ option: String) throws(Failure) -> Int {
    guard let position = columns.firstIndex(of: column) else {
      let shown = columns.prefix(20).joined(separator: ", ")
      throw Failure(
        description: "\(name) has no column '\(column)', which \(option) names; it has "
          + MessageText.cut(shown + (columns.count > 20 ? ", …" : "")))
    }
    return position
  }

  /// A column's numbers; NaN where a cell is none.
  func numbers(_ position: Int) -> [Double] {
    rows.map { Double($0[position].replacing("∞", with: "inf")) ?? .nan }
  }
}
