// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// CSV with a header: the input columns in any order; a column named after a result is computed anew,
/// any other is carried through unchanged, and the results that are missing are appended.
struct BatchCSV: BatchTable {
  /// A column of the output: the result at this place among all fields, or else the cell of the
  /// input at the column's own place.
  private struct OutputColumn {
    let result: Int?
  }

  private let source: BatchRows
  private let columns: [OutputColumn]
  private let cellCount: Int
  /// Where each input stands.
  private let positions: [Int]
  let opening: [UInt8]

  /// - Parameter given: what the command line gives, by the name of the column that it stands for.
  init(header: ArraySlice<UInt8>, given: [String: String]) throws(HeaderError) {
    let names = CSVLine(header).names
    let source = BatchRows(names: names, given: given)
    var positions: [Int] = []
    for input in source.inputs {
      positions.append(try HeaderError.position(of: input, in: names))
    }
    self.source = source
    self.positions = positions
    cellCount = names.count
    let results = source.results.enumerated()
    let missing = results.filter { !names.contains($0.element.name) }
    columns =
      names.map { name in OutputColumn(result: results.first { $0.element.name == name }?.offset) }
      + missing.map { OutputColumn(result: $0.offset) }
    opening =
      Array(header) + Array(missing.map { ",\($0.element.name)" }.joined().utf8) + [
        UInt8(ascii: "\n")
      ]
  }

  func append(line: ArraySlice<UInt8>, by worker: GapWorker, to row: inout RowText) -> Bool {
    let line = CSVLine(line)
    let record: GapRecord
    if !line.isClosed {
      record = GapRecord(invalid: "the row must close its quotes: it is one line")
    } else if line.cells.count == cellCount {
      record = source.record({ line.text(positions[$0]) }, by: worker)
    } else {
      record = GapRecord(
        invalid: "the row must have \(cellCount) cells, as the header, got \(line.cells.count)")
    }
    for index in columns.indices {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      if let position = columns[index].result {
        RowFormat.appendCSV(source.results[position].value(record), to: &row)
        continue
      }
      guard index < line.cells.count else { continue }
      let cell = line.bytes[line.cells[index]]
      // An open quote would swallow the results, and the rows that follow.
      if line.isClosed { row.append(contentsOf: cell) } else { row.appendCell(cell) }
    }
    row.append(UInt8(ascii: "\n"))
    return record.status == .ok
  }
}
