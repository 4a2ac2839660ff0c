// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Finds the rows in a block of text: lines, without the blank ones; a quoted cell may hold line breaks.
struct RowScanner {
  struct Row {
    /// Where it is, without its line break.
    let range: Range<Int>
    /// The line that it begins in, from 1.
    let line: Int
    let hasQuotes: Bool
  }

  private static let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
  static let quote = UInt8(ascii: "\"")

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isLast: Bool
  /// Whether an open quote joins lines.
  private let joinsLines: Bool

  /// Where the rows end that have been found.
  private(set) var position = 0
  /// The line that comes next.
  private(set) var line: Int

  /// - Parameters:
  ///   - bytes: the block.
  ///   - isLast: whether nothing follows, so that the last line needs no break.
  ///   - line: the number of the first line.
  ///   - joinsLines: whether a quoted cell may hold line breaks.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, line: Int, joinsLines: Bool
  ) {
    (self.bytes, self.isLast, self.line, self.joinsLines) = (bytes, isLast, line, joinsLines)
  }

  /// The next row that is complete; `nil` where there is none.
  mutating func next() -> Row? {
    while position < bytes.count {
      guard let first = lineEnd(from: position) else { return nil }
      var (end, lines) = (first, 1)
      var quotes = quoteCount(position..<end)
      let hasQuotes = quotes > 0
      while joinsLines, quotes % 2 == 1, end < bytes.count {
        guard let next = lineEnd(from: end + 1) else { return nil }
        quotes += quoteCount(end..<next)
        (end, lines) = (next, lines + 1)
      }
      let row = Row(range: position..<trimmed(end), line: line, hasQuotes: hasQuotes)
      position = min(end + 1, bytes.count)
      line += lines
      if hasQuotes || row.range.contains(where: { bytes[$0] != 0x20 }) { return row }
    }
    return nil
  }

  /// Where the line that begins here ends; `nil` where it goes on beyond the block.
  private func lineEnd(from start: Int) -> Int? {
    index(of: RowScanner.newline, in: start..<bytes.count) ?? (isLast ? bytes.count : nil)
  }

  private func trimmed(_ end: Int) -> Int {
    end > position && bytes[end - 1] == RowScanner.carriageReturn ? end - 1 : end
  }

  private func quoteCount(_ range: Range<Int>) -> Int {
    guard var next = index(of: RowScanner.quote, in: range) else { return 0 }
    var count = 1
    while let more = index(of: RowScanner.quote, in: (next + 1)..<range.upperBound) {
      (next, count) = (more, count + 1)
    }
    return count
  }

  private func index(of byte: UInt8, in range: Range<Int>) -> Int? {
    guard let base = bytes.baseAddress, !range.isEmpty,
      let found = memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
