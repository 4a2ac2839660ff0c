// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// What an unfinished sweep has written, told from its complete lines.
struct SweepResumption {
  private let plan: SweepPlan
  private var lines = 0
  /// How many of the rows have a status other than ok: they count for the exit status.
  private(set) var failedRows = 0

  init(plan: SweepPlan) { self.plan = plan }

  /// Takes note of the next line, if it is the one that comes next in the plan: a crash of the system may
  /// leave anything.
  mutating func accepts(_ line: ArraySlice<UInt8>) -> Bool {
    if !isOpened {
      guard line.elementsEqual(plan.opening.dropLast()) else { return false }
    } else if rows < plan.range.count {
      guard let status = plan.status(of: line, index: plan.range.lowerBound + rows) else {
        return false
      }
      if status != .ok { failedRows += 1 }
    } else {
      guard !plan.closing.isEmpty, !isClosed, line.elementsEqual(plan.closing.dropLast()) else {
        return false
      }
    }
    lines += 1
    return true
  }

  /// Whether what stands before the rows is there.
  var isOpened: Bool { lines >= plan.linesBeforeRows }

  /// How many rows are there.
  var rows: Int { min(max(0, lines - plan.linesBeforeRows), plan.range.count) }

  /// Whether what stands after the rows is there.
  var isClosed: Bool { lines > plan.linesBeforeRows + plan.range.count }
}
