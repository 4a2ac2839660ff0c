// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `--format` of a subcommand that shows one result.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case ndjson
  case csv

  /// Writes one record to standard output; the lines of its text are made only where they are asked for.
  func write<Record>(
    _ record: Record, _ fields: [Field<Record>], text: (Record) -> [String]
  ) throws {
    switch self {
    case .text: try StandardOutput.write(text(record).joined(separator: "\n"))
    case .json, .ndjson: try StandardOutput.write(RowFormat.json(record, fields))
    case .csv: try ResultFormat.writeCSV([record], fields)
    }
  }

  /// Writes records to standard output: in JSON as an array, in NDJSON one a line.
  func write<Record>(
    _ records: [Record], _ fields: [Field<Record>], text: @autoclosure () -> String
  ) throws {
    switch self {
    case .text: try StandardOutput.write(text())
    case .json:
      let rows = records.map { RowFormat.json($0, fields) }
      try StandardOutput.write("[\(rows.joined(separator: ","))]")
    case .ndjson:
      for record in records { try StandardOutput.write(RowFormat.json(record, fields)) }
    case .csv: try ResultFormat.writeCSV(records, fields)
    }
  }

  /// Writes records to standard output as CSV with a header.
  static func writeCSV<Record>(_ records: [Record], _ fields: [Field<Record>]) throws {
    try StandardOutput.write(RowFormat.csvHeader(fields))
    for record in records { try StandardOutput.write(RowFormat.csv(record, fields)) }
  }
}
