// SPDX-License-Identifier: GPL-3.0-or-later

/// Rows of text, and how the results are put beside them.
protocol BatchTable: Sendable {
  /// What stands before the rows of the output; empty for nothing.
  var opening: [UInt8] { get }

  /// The results of one line are appended to `row`, with a line break.
  ///
  /// - Returns: whether the row has status ok.
  func append(line: ArraySlice<UInt8>, by worker: GapWorker, to row: inout RowText) -> Bool
}

extension BatchTable {
  /// The rows of a block of lines; blank lines are passed over.
  func rows(_ block: ArraySlice<UInt8>, by worker: GapWorker) -> Chunk {
    var chunk = Chunk()
    chunk.text.reserveCapacity(block.count * 4)
    var start = block.startIndex
    while start < block.endIndex {
      let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
      var line = block[start..<end]
      start = end + 1
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      chunk.rows += 1
      if !append(line: line, by: worker, to: &chunk.text) { chunk.failedRows += 1 }
    }
    return chunk
  }
}
