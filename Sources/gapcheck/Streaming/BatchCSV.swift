// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// CSV with a header: the input columns in any order; a column named after a result is computed anew,
/// any other is carried through unchanged, and the results that are missing are appended.
struct BatchCSV<Engine: BatchEngine>: BatchTable {
  /// A column of the output: the result at this place among all fields, or else the cell of the
  /// input at the column's own place.
  private struct OutputColumn {
    let result: Int?
  }

  let engine: Engine
  private let columns: [OutputColumn]
  private let cellCount: Int
  /// Where each input stands.
  private let positions: [Int]
  let opening: [UInt8]

  init(header: ArraySlice<UInt8>, engine: Engine) throws(HeaderError) {
    let names = CSVBytes.names(header)
    var positions: [Int] = []
    for input in engine.inputs {
      positions.append(try HeaderError.position(of: input, in: names))
    }
    self.engine = engine
    self.positions = positions
    cellCount = names.count
    let results = engine.results.enumerated()
    let missing = results.filter { !names.contains($0.element.name) }
    columns =
      names.map { name in OutputColumn(result: results.first { $0.element.name == name }?.offset) }
      + missing.map { OutputColumn(result: $0.offset) }
    opening =
      Array(header) + Array(missing.map { ",\($0.element.name)" }.joined().utf8) + [
        UInt8(ascii: "\n")
      ]
  }

  func append(
    line: ArraySlice<UInt8>, by worker: Engine.Worker, to row: inout RowText
  ) -> Bool {
    let (cells, isClosed) = CSVBytes.cells(line)
    let record: Engine.Results.Record
    if !isClosed {
      record = engine.invalid("the row must close its quotes: it is one line")
    } else if cells.count == cellCount {
      record = engine.record({ CSVBytes.text(line, cells[positions[$0]]) }, by: worker)
    } else {
      record = engine.invalid(
        "the row must have \(cellCount) cells, as the header, got \(cells.count)")
    }
    for index in columns.indices {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      if let position = columns[index].result {
        RowFormat.appendCSV(engine.results[position].value(record), to: &row)
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
    return engine.isOK(record)
  }
}
