// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// What an unfinished sweep has written, told from its complete lines.
struct SweepResumption {
  private let plan: SweepPlan
  private var lines = 0
  /// How many of the rows have a status other than ok: they count for the exit status.
  private(set) var failedRows = 0

  init(plan: SweepPlan) {
    self.plan = plan
  }

  /// Takes note of the next line.
  mutating func count(_ line: ArraySlice<UInt8>) {
    let isRow = isOpened && rows < plan.range.count
    lines += 1
    if isRow, !plan.format.isOK(line) { failedRows += 1 }
  }

  /// Whether what stands before the rows is there.
  var isOpened: Bool { lines >= plan.linesBeforeRows }

  /// How many rows are there.
  var rows: Int { min(max(0, lines - plan.linesBeforeRows), plan.range.count) }

  /// Whether what stands after the rows is there.
  var isClosed: Bool { lines > plan.linesBeforeRows + plan.range.count }
}

extension StreamFormat {
  private static let statusColumn = PointColumn.all.firstIndex(of: .status)
  private static let okMember = Array("\"status\":\"ok\"".utf8)

  /// Whether a row has status ok. The cells before the status are numbers, without quotes; the
  /// members before it too, so that its first mention is the member.
  func isOK(_ line: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .csv:
      guard let column = StreamFormat.statusColumn else { return false }
      let cells = line.split(
        separator: UInt8(ascii: ","), maxSplits: column + 1, omittingEmptySubsequences: false)
      return cells.count > column && cells[column].elementsEqual("ok".utf8)
    case .ndjson, .json:
      return line.firstRange(of: StreamFormat.okMember) != nil
    }
  }
}
