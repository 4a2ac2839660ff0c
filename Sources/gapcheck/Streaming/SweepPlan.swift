// SPDX-License-Identifier: GPL-3.0-or-later

/// What a sweep computes, and how its rows are put together.
struct SweepPlan<Cells: SweepCells>: Sendable {
  let cells: Cells
  let shard: Shard
  let format: StreamFormat
  let tolerance: Double

  var range: Range<Int> { shard.range(of: cells.count) }

  private var isFirst: Bool { shard.index == 1 }
  private var isLast: Bool { shard.index == shard.count }

  /// What stands before the rows: the header of CSV, the bracket of JSON, in the first part only.
  var opening: [UInt8] {
    guard isFirst else { return [] }
    return switch format {
    case .csv: Array((RowFormat.csvHeader(cells.columns) + "\n").utf8)
    case .ndjson: []
    case .json: Array("[\n".utf8)
    }
  }

  /// How many lines the opening is.
  var linesBeforeRows: Int { opening.isEmpty ? 0 : 1 }

  /// What stands after the rows.
  var closing: [UInt8] {
    format == .json && isLast ? Array("]\n".utf8) : []
  }

  /// The rows of some cells.
  func rows(_ indices: Range<Int>, by worker: Cells.Worker) -> Chunk {
    var chunk = Chunk()
    chunk.text.reserveCapacity(indices.count * 280)
    for index in indices {
      let record = cells.record(index, by: worker)
      chunk.rows += 1
      if !cells.isOK(record) { chunk.failedRows += 1 }
      append(record, index: index, to: &chunk.text)
    }
    return chunk
  }

  /// One row, with its line break.
  private func append(_ record: Cells.Columns.Record, index: Int, to row: inout RowText) {
    switch format {
    case .csv: RowFormat.appendCSV(record, cells.columns, to: &row)
    case .ndjson: RowFormat.appendJSON(record, cells.columns, to: &row)
    case .json:
      RowFormat.appendJSON(record, cells.columns, to: &row)
      if index + 1 < cells.count { row.append(UInt8(ascii: ",")) }
    }
    row.append(UInt8(ascii: "\n"))
  }
}
