// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// CSV with a header: the input columns in any order; a column named after a result is computed anew,
/// any other is carried through unchanged, and the results that are missing are appended.
struct BatchCSV: BatchTable {
  /// A column of the output: a result, or else the cell of the input at the column's own place.
  private struct OutputColumn {
    let result: RecordColumn?
  }

  /// A row, with the places of its inputs.
  private struct Row: BatchRow {
    let line: CSVLine
    let positions: [Int?]

    func text(of input: BatchInput) -> String? { positions[input.rawValue].map(line.text) }

    func single(of input: BatchInput) -> String? { text(of: input) }

    func has(_ input: BatchInput) -> Bool {
      text(of: input)?.contains { !$0.isWhitespace } ?? false
    }
  }

  private let rows: BatchRows
  private let columns: [OutputColumn]
  private let cellCount: Int
  /// Where each input stands.
  private let positions: [Int?]
  let opening: [UInt8]
  let isArray = false

  /// - Parameters:
  ///   - header: the names of the columns, as they were written.
  ///   - isShown: whether the output has a header.
  ///   - given: what the command line gives.
  init(
    header: ArraySlice<UInt8>, isShown: Bool, given: BatchGiven
  ) throws(HeaderError) {
    let names = CSVLine(header).names
    try HeaderError.checkNames(names)
    let rows = BatchRows(given: given, names: names)
    var positions = [Int?](repeating: nil, count: BatchInput.allCases.count)
    let read = rows.needed + rows.kinds.flatMap(\.inputs).filter { names.contains($0.name) }
    for input in read where given[input] == nil {
      positions[input.rawValue] = try HeaderError.position(of: input.name, in: names)
    }
    (self.rows, self.positions) = (rows, positions)
    cellCount = names.count
    let results = rows.results(areNested: false)
    let missing = results.filter { !names.contains($0.name) }
    columns =
      names.map { name in OutputColumn(result: results.first { $0.name == name }) }
      + missing.map { OutputColumn(result: $0) }
    let line = Array(header) + Array(missing.map { ",\($0.name)" }.joined().utf8)
    opening = isShown ? line + [UInt8(ascii: "\n")] : []
  }

  func append(line: ArraySlice<UInt8>, by worker: GapWorker, to text: inout RowText) -> Bool {
    let isText = TextEncoding.isUTF8(line)
    // The output is text, whatever the input is.
    let line = CSVLine(isText ? line : Array(String(decoding: line, as: UTF8.self).utf8)[...])
    let record: ResultRecord
    if !isText {
      record = .invalid("the row must be text in UTF-8, and is not")
    } else if !line.isClosed {
      record = .invalid("the row must close its quotes: it is one line")
    } else if line.cells.count == cellCount {
      let row = Row(line: line, positions: positions)
      record = rows.record(of: row, rows.kind(of: row), by: worker)
    } else {
      let got = line.bytes.isBlank ? "a blank line" : "\(line.cells.count)"
      record = .invalid("the row must have \(cellCount) cells, as the header, got \(got)")
    }
    for index in columns.indices {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      if let column = columns[index].result {
        RowFormat.appendCSV(column.value(record), to: &text)
        continue
      }
      guard index < line.cells.count else { continue }
      let cell = line.bytes[line.cells[index]]
      // An open quote would swallow the results, and the rows that follow.
      if line.isClosed { text.append(contentsOf: cell) } else { text.appendCell(cell) }
    }
    return record.status == .ok
  }
}
