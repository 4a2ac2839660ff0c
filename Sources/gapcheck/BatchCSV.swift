// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import VariationalGap

/// CSV with a header: columns theta, x, phi in any order; a column named after a result is computed
/// anew, any other is carried through unchanged, and the results that are missing are appended.
struct BatchCSV: BatchTable {
  /// Why a header cannot be used.
  struct MissingColumn: Error, CustomStringConvertible {
    let name: String
    let header: [String]
    var description: String {
      "the input has no column '\(name)'; its header is \(header.joined(separator: ", "))"
    }
  }

  /// A column of the output: the result at this place among all fields, or else the cell of the
  /// input at the column's own place.
  private struct Column {
    let field: Int?
  }

  private static let inputs: Set = ["theta", "x", "phi"]

  private let columns: [Column]
  private let cellCount: Int
  private let position: (theta: Int, x: Int, phi: Int)
  let opening: [UInt8]

  init(header: ArraySlice<UInt8>) throws(MissingColumn) {
    let cells = BatchCSV.cells(header).cells
    let names = cells.map {
      BatchCSV.text(header, $0).trimmingCharacters(in: .whitespaces)
    }
    func index(_ name: String) throws(MissingColumn) -> Int {
      guard let index = names.firstIndex(of: name) else {
        throw MissingColumn(name: name, header: names)
      }
      return index
    }
    position = (try index("theta"), try index("x"), try index("phi"))
    cellCount = names.count
    let results = PointColumn.all.enumerated()
      .filter { !BatchCSV.inputs.contains($0.element.name) }
    let missing = results.filter { !names.contains($0.element.name) }
    columns =
      names.map { name in Column(field: results.first { $0.element.name == name }?.offset) }
      + missing.map { Column(field: $0.offset) }
    opening =
      Array(header) + Array(missing.map { ",\($0.element.name)" }.joined().utf8) + [
        UInt8(ascii: "\n")
      ]
  }

  func append(
    line: ArraySlice<UInt8>, by worker: PointWorker, to row: inout RowText
  ) -> Bool {
    let (cells, isClosed) = BatchCSV.cells(line)
    let record: ExerciseRecord
    if !isClosed {
      record = ExerciseRecord(
        theta: .nan, x: .nan, phi: .nan, invalid: "the row must close its quotes: it is one line")
    } else if cells.count == cellCount {
      record = BatchPoint.record(
        theta: BatchCSV.text(line, cells[position.theta]),
        x: BatchCSV.text(line, cells[position.x]), phi: BatchCSV.text(line, cells[position.phi]),
        by: worker)
    } else {
      record = ExerciseRecord(
        theta: .nan, x: .nan, phi: .nan,
        invalid: "the row must have \(cellCount) cells, as the header, got \(cells.count)")
    }
    for index in columns.indices {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      if let position = columns[index].field {
        RowFormat.appendCSV(PointColumn.all[position].value(record), to: &row)
        continue
      }
      guard index < cells.count else { continue }
      let cell = line[cells[index]]
      if isClosed {
        row.append(contentsOf: cell)
      } else {
        // An open quote would swallow the results, and the rows that follow.
        row.append(contentsOf: CSVLine.quoted(String(decoding: cell, as: UTF8.self)).utf8)
      }
    }
    row.append(UInt8(ascii: "\n"))
    return record.status == .ok
  }

  /// The cells of a line, with their quotes, and whether every quote is closed.
  private static func cells(_ line: ArraySlice<UInt8>) -> (cells: [Range<Int>], isClosed: Bool) {
    var cells: [Range<Int>] = []
    cells.reserveCapacity(16)
    var start = line.startIndex
    var isQuoted = false
    line.withUnsafeBufferPointer { bytes in
      for (offset, byte) in bytes.enumerated() {
        if byte == UInt8(ascii: "\"") {
          isQuoted.toggle()
        } else if byte == UInt8(ascii: ","), !isQuoted {
          cells.append(start..<(line.startIndex + offset))
          start = line.startIndex + offset + 1
        }
      }
    }
    cells.append(start..<line.endIndex)
    return (cells, !isQuoted)
  }

  /// The text of a cell, without its quotes.
  private static func text(_ line: ArraySlice<UInt8>, _ cell: Range<Int>) -> String {
    let text = String(decoding: line[cell], as: UTF8.self)
    return text.utf8.first == UInt8(ascii: "\"") ? CSVLine.cells(text).first ?? "" : text
  }
}
