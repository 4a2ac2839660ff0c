// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The machine-readable formats, as views of a list of fields.
///
/// Doubles print in the shortest form that reads back exactly. A number that is not finite is null in
/// JSON; in CSV an infinity is `inf` or `-inf`, and what is not a number is empty.
enum RowFormat {
  /// One flat JSON object on one line.
  static func json<Record>(_ record: Record, _ fields: [Field<Record>]) -> String {
    let members = fields.map { field in
      "\(quoted(field.name)):\(json(field.value(record)))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  /// The names of the columns.
  static func csvHeader<Record>(_ fields: [Field<Record>]) -> String {
    fields.map(\.name).joined(separator: ",")
  }

  /// One row.
  static func csv<Record>(_ record: Record, _ fields: [Field<Record>]) -> String {
    fields.map { csv($0.value(record)) }.joined(separator: ",")
  }

  private static func json(_ value: FieldValue) -> String {
    switch value {
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .integer(let number): "\(number)"
    case .text(let text): quoted(text)
    case .flag(let flag): "\(flag)"
    }
  }

  private static func csv(_ value: FieldValue) -> String {
    switch value {
    case .number(let number): number.isNaN ? "" : "\(number)"
    case .integer(let number): "\(number)"
    case .text(let text): CSVLine.quoted(text)
    case .flag(let flag): "\(flag)"
    }
  }

  private static func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).flatMap { String(data: $0, encoding: .utf8) } ?? "null"
  }
}

/// `--format` of a subcommand that shows one result.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case csv
}
