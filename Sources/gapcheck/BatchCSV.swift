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

  /// Where a column of the output comes from.
  private enum Source {
    case cell(Int)
    case field(Field<ExerciseRecord>)
  }

  private static let inputs: Set = ["theta", "x", "phi"]

  private let columns: [Source]
  private let cellCount: Int
  private let position: (theta: Int, x: Int, phi: Int)
  let opening: [UInt8]

  init(header: ArraySlice<UInt8>) throws(MissingColumn) {
    let cells = BatchCSV.cells(header)
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
    let results = Field<ExerciseRecord>.all.filter { !BatchCSV.inputs.contains($0.name) }
    var columns: [Source] = []
    for (index, name) in names.enumerated() {
      if let field = results.first(where: { $0.name == name }) {
        columns.append(.field(field))
      } else {
        columns.append(.cell(index))
      }
    }
    let missing = results.filter { !names.contains($0.name) }
    self.columns = columns + missing.map(Source.field)
    opening =
      Array(header) + Array(missing.map { ",\($0.name)" }.joined().utf8) + [UInt8(ascii: "\n")]
  }

  func append(
    line: ArraySlice<UInt8>, by worker: PointWorker, to bytes: inout [UInt8]
  ) -> Bool {
    let cells = BatchCSV.cells(line)
    let isClosed = BatchCSV.isClosed(line)
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
    var isFirst = true
    for column in columns {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      switch column {
      case .cell(let index):
        guard index < cells.count else { break }
        let cell = line[cells[index]]
        if isClosed {
          bytes.append(contentsOf: cell)
        } else {
          // An open quote would swallow the results, and the rows that follow.
          bytes.append(contentsOf: CSVLine.quoted(String(decoding: cell, as: UTF8.self)).utf8)
        }
      case .field(let field): RowFormat.appendCSV(field.value(record), to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
    return record.status == .ok
  }

  private static func isClosed(_ line: ArraySlice<UInt8>) -> Bool {
    var isClosed = true
    for byte in line where byte == UInt8(ascii: "\"") { isClosed.toggle() }
    return isClosed
  }

  /// The cells of a line, with their quotes.
  private static func cells(_ line: ArraySlice<UInt8>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    cells.reserveCapacity(16)
    var start = line.startIndex
    var isQuoted = false
    for index in line.indices {
      switch line[index] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        cells.append(start..<index)
        start = index + 1
      default: break
      }
    }
    cells.append(start..<line.endIndex)
    return cells
  }

  /// The text of a cell, without its quotes.
  private static func text(_ line: ArraySlice<UInt8>, _ cell: Range<Int>) -> String {
    let text = String(decoding: line[cell], as: UTF8.self)
    return text.first == "\"" ? CSVLine.cells(text).first ?? "" : text
  }
}
