// SPDX-License-Identifier: GPL-3.0-or-later

/// Rows of text, and how the results are put beside them: a line each, none passed over.
protocol BatchTable: Sendable {
  /// What stands before the rows of the output; empty for nothing.
  var opening: [UInt8] { get }

  /// Whether the rows are the items of one array.
  var isArray: Bool { get }

  /// The results of one line are appended to `row`, without a line break.
  ///
  /// - Returns: whether the row has status ok.
  func append(line: ArraySlice<UInt8>, by worker: GapWorker, to row: inout RowText) -> Bool
}

extension BatchTable {
  /// What stands after the rows of the output; empty for nothing.
  var closing: [UInt8] { isArray ? Array("\n]\n".utf8) : [] }

  /// The rows of a block of lines.
  ///
  /// - Parameter isFirst: whether no row comes before them.
  func rows(
    _ block: ArraySlice<UInt8>, isFirst: Bool, infinity: InfinityFormat, by worker: GapWorker
  ) -> Chunk {
    var chunk = Chunk(infinity: infinity)
    chunk.text.reserveCapacity(block.count * 4)
    var start = block.startIndex
    while start < block.endIndex {
      let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
      let line = block[start..<end].droppingCarriageReturn
      start = end + 1
      if isArray { chunk.text.write(isFirst && chunk.rows == 0 ? "\n" : ",\n") }
      chunk.rows += 1
      if !append(line: line, by: worker, to: &chunk.text) { chunk.failedRows += 1 }
      if !isArray { chunk.text.append(UInt8(ascii: "\n")) }
    }
    return chunk
  }
}
