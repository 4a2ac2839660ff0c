// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// NDJSON, or an array whose items are the lines: an object a line with the inputs among its members; a member named after a result is
/// computed anew, any other is carried through unchanged, and the results that are missing are appended.
struct BatchNDJSON: BatchTable {
  /// A row, with its members.
  private struct Row: BatchRow {
    let object: JSONObject

    func text(of input: BatchInput) -> String? {
      object.text(of: input.name, isList: true)
    }

    func single(of input: BatchInput) -> String? {
      object.text(of: input.name, isList: false)
    }

    func has(_ input: BatchInput) -> Bool {
      guard let member = object.members.first(where: { $0.name == input.name }) else {
        return false
      }
      return !object.bytes[member.value].elementsEqual("null".utf8)
    }
  }

  private let rows: BatchRows
  let isArray: Bool

  var opening: [UInt8] { isArray ? [UInt8(ascii: "[")] : [] }

  /// - Parameters:
  ///   - first: the first line: rows that do not say what they are, are what it is.
  ///   - given: what the command line gives.
  ///   - isArray: whether lines are the items of an array.
  init(first: ArraySlice<UInt8>, given: BatchGiven, isArray: Bool) {
    rows = BatchRows(given: given, first: JSONObject(first).map(Row.init))
    self.isArray = isArray
  }

  func append(line: ArraySlice<UInt8>, by worker: GapWorker, to text: inout RowText) -> Bool {
    guard let object = JSONObject(line) else {
      text.write("{\"input\":")
      text.appendString(String(decoding: line, as: UTF8.self))
      append(
        .invalid("the line must be a JSON object\(Self.fault(of: line))"),
        rows.usual.results(areNested: true, parts: rows.given.parts),
        isFirst: false, to: &text
      ) { _ in false }
      return false
    }
    let members = object.members
    let row = Row(object: object)
    let kind = rows.kind(of: row)
    let results = (kind ?? rows.usual).results(areNested: true, parts: rows.given.parts)
    let repeated = (kind ?? rows.usual).inputs.first { input in
      rows.given[input] == nil && members.count { $0.name == input.name } > 1
    }
    let record =
      repeated.map { .invalid("the object must have one member '\($0.name)', got more") }
      ?? rows.record(of: row, kind, by: worker)
    text.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text.append(contentsOf: line[member.key])
      text.append(UInt8(ascii: ":"))
      if let column = results.first(where: { $0.name == member.name }) {
        RowFormat.appendJSON(column.value(record), to: &text)
      } else {
        text.append(contentsOf: line[member.value])
      }
    }
    append(record, results, isFirst: members.isEmpty, to: &text) { column in
      members.contains { $0.name == column.name }
    }
    return record.status == .ok
  }

  /// What a line is that is no object, where that has a name.
  private static func fault(of line: ArraySlice<UInt8>) -> String {
    if line.isBlank { return ", got a blank line" }
    return TextEncoding.fault(of: line).map { " in UTF-8; the text is \($0)" } ?? ""
  }

  /// The results that are not there yet, and the end of the object.
  private func append(
    _ record: ResultRecord, _ results: [RecordColumn], isFirst: Bool, to text: inout RowText,
    besides isThere: (RecordColumn) -> Bool
  ) {
    var isFirst = isFirst
    for column in results where !isThere(column) {
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      RowFormat.appendJSON(column.name, column.value(record), to: &text)
    }
    text.append(UInt8(ascii: "}"))
  }
}
