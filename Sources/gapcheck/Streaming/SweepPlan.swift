// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// What a sweep computes, and how its rows are put together.
struct SweepPlan: Sendable {
  let grid: SweepGrid
  let shard: Shard
  let format: StreamFormat
  let infinity: InfinityFormat
  /// Where the status stands among the columns.
  private let statusColumn: Int?

  init(grid: SweepGrid, shard: Shard, format: StreamFormat, infinity: InfinityFormat) {
    (self.grid, self.shard, self.format, self.infinity) = (grid, shard, format, infinity)
    statusColumn = grid.columns.firstIndex { $0.name == RecordColumn.status.name }
  }

  var range: Range<Int> { shard.range(of: grid.count) }

  private var isFirst: Bool { shard.index == 1 }
  private var isLast: Bool { shard.index == shard.count }

  /// What stands before the rows: the header of CSV, the bracket of JSON, in the first part only.
  var opening: [UInt8] {
    guard isFirst else { return [] }
    return switch format {
    case .csv: Array((RowFormat.csvHeader(grid.columns) + "\n").utf8)
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
  func rows(_ indices: Range<Int>, by worker: GapWorker) -> Chunk {
    var chunk = Chunk(infinity: infinity)
    chunk.text.reserveCapacity(indices.count * 280)
    var row = SweepRow()
    for index in indices {
      grid.compute(index, into: &row, by: worker)
      chunk.rows += 1
      if row.record.status != .ok { chunk.failedRows += 1 }
      append(row, index: index, to: &chunk.text)
    }
    return chunk
  }

  /// One row, with its line break.
  private func append(_ row: SweepRow, index: Int, to text: inout RowText) {
    switch format {
    case .csv: RowFormat.appendCSV(row, grid.columns, to: &text)
    case .ndjson: RowFormat.appendJSON(row, grid.columns, to: &text)
    case .json:
      RowFormat.appendJSON(row, grid.columns, to: &text)
      if index + 1 < grid.count { text.append(UInt8(ascii: ",")) }
    }
    text.append(UInt8(ascii: "\n"))
  }

  // MARK: Rows that are there

  /// The status in a line that may be the row of a cell; `nil` where it is not: its columns, its values
  /// along the axes, or its end are others.
  func status(of line: ArraySlice<UInt8>, index: Int) -> Status? {
    // Of the cells only those that tell are decoded.
    guard let statusColumn, let text = text(of: line, isLast: index + 1 == grid.count),
      grid.known(index).allSatisfy({ text($0.column) == $0.text })
    else { return nil }
    return Status(rawValue: text(statusColumn))
  }

  /// The values of a row as texts, by column; `nil` where it has not the columns.
  private func text(of line: ArraySlice<UInt8>, isLast: Bool) -> ((Int) -> String)? {
    if format == .csv {
      let line = CSVLine(line)
      guard line.isClosed, line.cells.count == grid.columns.count else { return nil }
      return { line.text($0) }
    }
    let isFollowed = format == .json && !isLast
    guard !isFollowed || line.last == UInt8(ascii: ","),
      let object = JSONObject(isFollowed ? line.dropLast() : line),
      object.members.elementsEqual(grid.columns, by: { $0.name == $1.name })
    else { return nil }
    return { object.text(of: object.members[$0].value) }
  }
}
