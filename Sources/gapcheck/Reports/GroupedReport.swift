// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// What a command writes of the groups of a file: a row of results each, as soon as it is there, and their
/// totals.
struct GroupedReport {
  let data: DataModel
  let format: ResultFormat
  let style: TextStyle
  /// Whether only the totals are written.
  let isTotal: Bool
  let hasFamily: Bool
  let tolerance: Double
  /// Of each group.
  let timeout: TimeoutOptions

  /// Computes and writes.
  ///
  /// - Parameter result: of a group.
  /// - Throws: `ExitCode` where a group has not what it should have.
  func write<Result: GroupResult>(_ result: (Int) throws -> Result) throws {
    var totals = GroupTotals(hasFamily: hasFamily)
    var exitStatus: Int32 = 0
    var table: [[String]] = []
    let head = RowFormat.json(data, DataModel.fields).dropLast()
    if format == .json, !isTotal { try StandardOutput.write("\(head),\"groups\":[") }
    for index in 0..<data.groupCount {
      let result = try timeout.within(hasData: true) { try result(index) }
      totals.add(result)
      exitStatus = max(exitStatus, result.exitStatus)
      guard !isTotal else { continue }
      switch format {
      case .text: table.append(result.cells(style))
      case .json:
        try StandardOutput.write(json(result) + (index + 1 < data.groupCount ? "," : ""))
      case .ndjson: try StandardOutput.write(json(result))
      case .csv:
        if index == 0 {
          try StandardOutput.write(RowFormat.csvHeader(result.fields(areNested: false)))
        }
        try StandardOutput.write(RowFormat.csv(result, result.fields(areNested: false)))
      }
    }
    try write(totals, style.table(header: Result.header, table), isTotal ? "\(head)," : "],")
    if exitStatus != 0 { throw ExitCode(exitStatus) }
  }

  private func json(_ result: some GroupResult) -> String {
    RowFormat.json(result, result.fields(areNested: true))
  }

  /// - Parameter opening: what stands before the totals in JSON.
  private func write(_ totals: GroupTotals, _ table: [String], _ opening: String) throws {
    switch format {
    case .text:
      let lines = style.paragraph(data.description, indent: 2) + (isTotal ? [] : [""] + table)
      try StandardOutput.write((lines + totals.lines(style)).joined(separator: "\n"))
    case .json:
      let object = RowFormat.json(totals, totals.fields)
      let tail = RowFormat.json(tolerance, Field.conditions { $0 }).dropFirst()
      try StandardOutput.write("\(opening)\"totals\":\(object),\(tail)")
    case .csv where isTotal: try ResultFormat.writeCSV([totals], totals.fields)
    case .ndjson where isTotal: try StandardOutput.write(RowFormat.json(totals, totals.fields))
    case .csv, .ndjson: break
    }
  }
}
