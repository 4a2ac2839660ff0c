// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The cells of a line of CSV, as slices of its bytes.
enum CSVBytes {
  /// The names of the columns.
  static func names(_ header: ArraySlice<UInt8>) -> [String] {
    cells(header).cells.map { text(header, $0).trimmingCharacters(in: .whitespaces) }
  }

  /// The cells of a line, with their quotes, and whether every quote is closed.
  static func cells(_ line: ArraySlice<UInt8>) -> (cells: [Range<Int>], isClosed: Bool) {
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
  static func text(_ line: ArraySlice<UInt8>, _ cell: Range<Int>) -> String {
    let text = String(decoding: line[cell], as: UTF8.self)
    return text.utf8.first == UInt8(ascii: "\"") ? CSVLine.cells(text).first ?? "" : text
  }
}
