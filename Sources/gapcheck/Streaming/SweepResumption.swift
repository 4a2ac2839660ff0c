// SPDX-License-Identifier: GPL-3.0-or-later

/// What an unfinished sweep has written, told from its complete lines.
struct SweepResumption {
  private let plan: SweepPlan
  private let statusColumn: Int
  private var lines = 0
  /// How many of the rows have a status other than ok: they count for the exit status.
  private(set) var failedRows = 0

  init(plan: SweepPlan) {
    self.plan = plan
    statusColumn = plan.grid.columns.firstIndex { $0.name == "status" } ?? 0
  }

  /// Takes note of the next line.
  mutating func count(_ line: ArraySlice<UInt8>) {
    let isRow = isOpened && rows < plan.range.count
    lines += 1
    if isRow, !plan.format.isOK(line, statusColumn: statusColumn) { failedRows += 1 }
  }

  /// Whether what stands before the rows is there.
  var isOpened: Bool { lines >= plan.linesBeforeRows }

  /// How many rows are there.
  var rows: Int { min(max(0, lines - plan.linesBeforeRows), plan.range.count) }

  /// Whether what stands after the rows is there.
  var isClosed: Bool { lines > plan.linesBeforeRows + plan.range.count }
}

extension StreamFormat {
  private static let okMember = Array("\"status\":\"ok\"".utf8)

  /// Whether a row has status ok.
  ///
  /// In JSON the members before it hold no quotes but their own, so that its first mention is the member.
  fileprivate func isOK(_ line: ArraySlice<UInt8>, statusColumn: Int) -> Bool {
    switch self {
    case .csv:
      let line = CSVLine(line)
      return line.cells.indices.contains(statusColumn) && line.text(statusColumn) == "ok"
    case .ndjson, .json:
      return line.firstRange(of: StreamFormat.okMember) != nil
    }
  }
}
