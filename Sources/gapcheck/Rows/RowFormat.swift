// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The machine-readable formats, as views of a list of fields.
///
/// Doubles print in the shortest form that reads back exactly. A number that is not finite is null in
/// JSON; in CSV an infinity is `inf` or `-inf`, and what is not a number is empty.
enum RowFormat {
  /// One flat JSON object on one line.
  static func json<C: Column>(_ record: C.Record, _ columns: [C]) -> String {
    var row = RowText()
    appendJSON(record, columns, to: &row)
    return String(decoding: row.bytes, as: UTF8.self)
  }

  /// The names of the columns.
  static func csvHeader(_ columns: [some Column]) -> String {
    columns.map(\.name).joined(separator: ",")
  }

  /// One row.
  static func csv<C: Column>(_ record: C.Record, _ columns: [C]) -> String {
    var row = RowText()
    appendCSV(record, columns, to: &row)
    return String(decoding: row.bytes, as: UTF8.self)
  }

  static func appendJSON<C: Column>(
    _ record: C.Record, _ columns: [C], to row: inout RowText
  ) {
    row.append(UInt8(ascii: "{"))
    for index in columns.indices {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      appendJSON(columns[index], of: record, to: &row)
    }
    row.append(UInt8(ascii: "}"))
  }

  /// One member of an object.
  static func appendJSON<C: Column>(_ column: C, of record: C.Record, to row: inout RowText) {
    row.append(UInt8(ascii: "\""))
    row.write(column.name)
    row.write("\":")
    appendJSON(column.value(record), to: &row)
  }

  static func appendCSV<C: Column>(
    _ record: C.Record, _ columns: [C], to row: inout RowText
  ) {
    for index in columns.indices {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      appendCSV(columns[index].value(record), to: &row)
    }
  }

  static func appendJSON(_ value: FieldValue, to row: inout RowText) {
    switch value {
    case .number(let number):
      if number.isFinite { number.write(to: &row) } else { row.write("null") }
    case .integer(let number): row.write(number.description)
    case .text(let text): row.write(quoted(text))
    case .flag(let flag): row.write(flag.description)
    case .missing: row.write("null")
    }
  }

  static func appendCSV(_ value: FieldValue, to row: inout RowText) {
    switch value {
    case .number(let number):
      if !number.isNaN { number.write(to: &row) }
    case .integer(let number): row.write(number.description)
    case .text(let text): row.write(CSVLine.quoted(text))
    case .flag(let flag): row.write(flag.description)
    case .missing: break
    }
  }

  static func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).flatMap { String(data: $0, encoding: .utf8) } ?? "null"
  }
}

/// `--format` of a subcommand that shows one result.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case csv
}

extension ResultFormat {
  /// Writes one record to standard output; its text is made only where that is asked for.
  func write<Record>(
    _ record: Record, _ fields: [Field<Record>], text: (Record) -> String
  ) throws {
    switch self {
    case .text: try StandardOutput.write(text(record))
    case .json: try StandardOutput.write(RowFormat.json(record, fields))
    case .csv: try ResultFormat.writeCSV([record], fields)
    }
  }

  /// Writes records to standard output as CSV with a header.
  static func writeCSV<Record>(_ records: [Record], _ fields: [Field<Record>]) throws {
    try StandardOutput.write(RowFormat.csvHeader(fields))
    for record in records { try StandardOutput.write(RowFormat.csv(record, fields)) }
  }
}

/// `--format` of a subcommand that streams rows.
enum StreamFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case csv
  case ndjson
  case json
}
