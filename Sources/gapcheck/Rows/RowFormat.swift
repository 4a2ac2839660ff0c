// SPDX-License-Identifier: GPL-3.0-or-later

/// The machine-readable formats, as views of a list of columns.
///
/// Doubles print in the shortest form that reads back exactly. A number that is not finite is null in
/// JSON, or what the row's ``InfinityFormat`` says; in CSV an infinity is `inf` or `-inf`, and what is not a number is empty.
enum RowFormat {
  /// One flat JSON object on one line.
  static func json<C: Column>(
    _ record: C.Record, _ columns: [C], infinity: InfinityFormat = .null
  ) -> String {
    var row = RowText(infinity: infinity)
    appendJSON(record, columns, to: &row)
    return row.string
  }

  /// The names of the columns.
  static func csvHeader(_ columns: [some Column]) -> String {
    columns.map(\.name).joined(separator: ",")
  }

  /// One row.
  static func csv<C: Column>(_ record: C.Record, _ columns: [C]) -> String {
    var row = RowText()
    appendCSV(record, columns, to: &row)
    return row.string
  }

  static func appendJSON<C: Column>(
    _ record: C.Record, _ columns: [C], to row: inout RowText
  ) {
    row.append(UInt8(ascii: "{"))
    for index in columns.indices {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      appendJSON(columns[index].name, columns[index].value(record), to: &row)
    }
    row.append(UInt8(ascii: "}"))
  }

  /// One member of an object.
  static func appendJSON(_ name: String, _ value: FieldValue, to row: inout RowText) {
    row.append(UInt8(ascii: "\""))
    row.write(name)
    row.write("\":")
    appendJSON(value, to: &row)
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
      if number.isFinite {
        number.write(to: &row)
      } else if row.infinity == .text, number.isInfinite {
        row.write(number < 0 ? #""-Infinity""# : #""Infinity""#)
      } else {
        row.write("null")
      }
    case .integer(let number): row.write(number.description)
    case .text(let text): row.appendString(text)
    case .flag(let flag): row.write(flag.description)
    case .list(let values):
      row.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { row.append(UInt8(ascii: ",")) }
        appendJSON(value, to: &row)
      }
      row.append(UInt8(ascii: "]"))
    case .object(let members):
      row.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { row.append(UInt8(ascii: ",")) }
        appendJSON(member.name, member.value, to: &row)
      }
      row.append(UInt8(ascii: "}"))
    case .missing: row.write("null")
    }
  }

  static func appendCSV(_ value: FieldValue, to row: inout RowText) {
    switch value {
    case .number(let number):
      if !number.isNaN { number.write(to: &row) }
    case .integer(let number): row.write(number.description)
    case .text(let text): row.appendCell(MessageText.escaped(text).utf8)
    case .flag(let flag): row.write(flag.description)
    case .list(let values):
      for (index, value) in values.enumerated() {
        if index > 0 { row.append(UInt8(ascii: " ")) }
        appendCSV(value, to: &row)
      }
    case .object, .missing: break
    }
  }
}
