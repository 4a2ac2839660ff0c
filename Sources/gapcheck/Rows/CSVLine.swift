// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// One row of CSV, or of text with another separator, with quoting as in RFC 4180.
///
/// It goes by bytes: to a `Character`, a quote before a combining mark is no quote.
struct CSVLine {
  private static let quote = UInt8(ascii: "\"")

  /// The row.
  let bytes: ArraySlice<UInt8>
  /// Where the cells stand, with their quotes.
  let cells: [Range<Int>]
  /// Whether every quote is closed.
  let isClosed: Bool

  init(_ line: ArraySlice<UInt8>, separator: UInt8 = UInt8(ascii: ",")) {
    bytes = line
    var cells: [Range<Int>] = []
    cells.reserveCapacity(16)
    var start = line.startIndex
    var isQuoted = false
    line.withUnsafeBufferPointer { bytes in
      for (offset, byte) in bytes.enumerated() {
        if byte == CSVLine.quote {
          isQuoted.toggle()
        } else if byte == separator, !isQuoted {
          cells.append(start..<(line.startIndex + offset))
          start = line.startIndex + offset + 1
        }
      }
    }
    cells.append(start..<line.endIndex)
    self.cells = cells
    isClosed = !isQuoted
  }

  /// The cells as texts, without white space around them: the names of columns.
  var names: [String] {
    cells.indices.map { text($0).trimmingCharacters(in: .whitespaces) }
  }

  /// The text of a cell, without its quotes.
  func text(_ index: Int) -> String {
    let cell = bytes[cells[index]]
    guard cell.first == CSVLine.quote else { return String(decoding: cell, as: UTF8.self) }
    var text: [UInt8] = []
    var isQuoted = false
    var index = cell.startIndex
    while index < cell.endIndex {
      let byte = cell[index]
      index += 1
      if byte != CSVLine.quote {
        text.append(byte)
      } else if isQuoted, index < cell.endIndex, cell[index] == CSVLine.quote {
        text.append(byte)
        index += 1
      } else {
        isQuoted.toggle()
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
