// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// A table in a file: CSV or TSV with a header, or NDJSON. It is read once, from its beginning to its end, and
/// of its cells only those that are asked for.
///
/// The first character says which it is: `{` begins NDJSON. A header with a tab is that of TSV. Quotes are
/// those of RFC 4180, in TSV too.
struct DataFile {
  private enum Layout {
    case cells(separator: UInt8)
    case objects
    /// One cell a line, and no header.
    case lines
  }

  private let path: String
  private let blocks: ByteBlocks
  private var layout = Layout.lines
  /// The line that the rows begin at.
  private var line = 1

  /// The names of the columns: the cells of the header, or the members of the first object.
  private(set) var names: [String] = []

  /// Opens a file, and reads its header.
  ///
  /// - Parameter path: `-` is standard input.
  init(_ path: String) throws(DataFileError) {
    (self.path, blocks) = (path, try ByteBlocks(path))
    var isFound = false
    var isOpen = true
    while isOpen, !isFound {
      isOpen = try blocks.next { bytes, isLast throws(DataFileError) in
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let isObject = first == UInt8(ascii: "{")
        var rows = RowScanner(bytes, isLast: isLast, line: line, joinsLines: !isObject)
        guard let row = rows.next() else { return 0 }
        isFound = true
        let text = Array(bytes[row.range])[...]
        guard String(validating: text, as: UTF8.self) != nil else { throw error(.notText) }
        if isObject {
          guard let object = JSONObject(text) else { throw error(.notAnObject(line: row.line)) }
          (layout, names) = (.objects, object.members.map(\.name))
          return 0
        }
        let separator = UInt8(ascii: text.contains(0x09) ? "\t" : ",")
        let header = CSVLine(text, separator: separator)
        guard header.isClosed else { throw error(.openQuotes(line: row.line)) }
        (layout, names) = (.cells(separator: separator), header.names)
        line = rows.line
        return rows.position
      }
    }
    guard isFound else { throw error(.noData) }
  }

  /// The numbers in a file that holds one a line.
  static func numbers(in path: String) throws(DataFileError) -> [Double] {
    let file = DataFile(path, blocks: try ByteBlocks(path))
    return try file.read([(name: nil, kind: .number)]).numbers[0]
  }

  private init(_ path: String, blocks: ByteBlocks) {
    (self.path, self.blocks) = (path, blocks)
  }

  private func error(_ problem: DataFileError.Problem) -> DataFileError {
    DataFileError(path, problem)
  }

  /// Reads the rows.
  ///
  /// - Parameter columns: the names of those that are looked at, and what they have to hold.
  func read(
    _ columns: [(name: String?, kind: DataColumns.Kind)]
  ) throws(DataFileError) -> DataColumns {
    var content = DataColumns(columns)
    var places: [(cell: Int, column: Int)] = []
    for (index, column) in columns.enumerated() {
      do throws(HeaderError) {
        let cell = try column.name.map { name throws(HeaderError) in
          try HeaderError.position(of: name, in: names)
        }
        places.append((cell ?? 0, index))
      } catch {
        let header = Array(names.joined(separator: ",").utf8)
        throw self.error(.column(error.explained(by: header[...])))
      }
    }
    places.sort { $0.cell < $1.cell }
    var line = line
    let joinsLines = if case .cells = layout { true } else { false }
    while try blocks.next({ bytes, isLast throws(DataFileError) in
      var rows = RowScanner(bytes, isLast: isLast, line: line, joinsLines: joinsLines)
      while let row = rows.next() {
        switch layout {
        case .objects: try readObject(bytes, row, into: &content)
        case .cells(let separator) where row.hasQuotes:
          try readQuoted(bytes, row, places, separator, into: &content)
        case .cells(let separator): try read(bytes, row, places, separator, into: &content)
        case .lines: try append(bytes, row.range, to: 0, of: row, in: &content)
        }
        content.endRow(line: row.line)
      }
      line = rows.line
      return rows.position
    }) {}
    guard content.rowCount > 0 else { throw error(.noData) }
    return content
  }

  /// The cells of a row without quotes.
  private func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: RowScanner.Row,
    _ places: [(cell: Int, column: Int)], _ separator: UInt8, into content: inout DataColumns
  ) throws(DataFileError) {
    var (cell, start, next) = (0, row.range.lowerBound, 0)
    for index in row.range.lowerBound...row.range.upperBound
    where index == row.range.upperBound || bytes[index] == separator {
      while next < places.count, places[next].cell == cell {
        try append(bytes, start..<index, to: places[next].column, of: row, in: &content)
        next += 1
      }
      (cell, start) = (cell + 1, index + 1)
    }
    guard cell == names.count else {
      throw error(.cellCount(line: row.line, count: cell, expected: names.count))
    }
  }

  /// The cells of a row with quotes.
  private func readQuoted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: RowScanner.Row,
    _ places: [(cell: Int, column: Int)], _ separator: UInt8, into content: inout DataColumns
  ) throws(DataFileError) {
    let cells = CSVLine(Array(bytes[row.range])[...], separator: separator)
    guard cells.isClosed else { throw error(.openQuotes(line: row.line)) }
    guard cells.cells.count == names.count else {
      throw error(.cellCount(line: row.line, count: cells.cells.count, expected: names.count))
    }
    for place in places {
      try append(cells.text(place.cell), to: place.column, of: row, in: &content)
    }
  }

  /// The members of an object.
  private func readObject(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: RowScanner.Row, into content: inout DataColumns
  ) throws(DataFileError) {
    guard let object = JSONObject(Array(bytes[row.range])[...]) else {
      throw error(.notAnObject(line: row.line))
    }
    for (index, column) in content.columns.enumerated() {
      let isGroup = column.kind == .group
      let text = object.text(of: column.name ?? "", isList: isGroup)
      guard let text, !isGroup || text != "null" else {
        throw wrong(text, index, row, content)
      }
      try append(text, to: index, of: row, in: &content)
    }
  }

  private func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to column: Int,
    of row: RowScanner.Row, in content: inout DataColumns
  ) throws(DataFileError) {
    let cell = UnsafeBufferPointer(rebasing: bytes[range])
    guard !content.append(cell, to: column) else { return }
    guard let text = String(validating: cell, as: UTF8.self) else { throw error(.notText) }
    throw wrong(text, column, row, content)
  }

  private func append(
    _ text: String, to column: Int, of row: RowScanner.Row, in content: inout DataColumns
  ) throws(DataFileError) {
    var text = text
    guard !text.withUTF8({ content.append($0, to: column) }) else { return }
    throw wrong(text, column, row, content)
  }

  private func wrong(
    _ text: String?, _ column: Int, _ row: RowScanner.Row, _ content: DataColumns
  ) -> DataFileError {
    let column = content.columns[column]
    let number = text?.trimmingCharacters(in: .whitespaces) ?? ""
    let isHeld = !Double.isTooSmall(number) && !Double.isRounded(whole: number)
    return error(
      .cell(
        line: row.line, column: column.name, text: text,
        needed: isHeld
          ? column.kind.needed : "a number that a double holds, and does not round to another"))
  }
}
