// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// NDJSON: an object a line with the inputs among its members; a member named after a result is
/// computed anew, any other is carried through unchanged, and the results that are missing are appended.
struct BatchNDJSON: BatchTable {
  let source: BatchRows
  let opening: [UInt8] = []

  func append(line: ArraySlice<UInt8>, by worker: GapWorker, to row: inout RowText) -> Bool {
    guard let object = JSONObject(line) else {
      row.write("{\"input\":")
      row.appendString(String(decoding: line, as: UTF8.self))
      append(GapRecord(invalid: "the line must be a JSON object"), except: [], to: &row)
      return false
    }
    let repeated = source.inputs.first { name in object.members.count { $0.name == name } > 1 }
    let record =
      repeated.map { GapRecord(invalid: "the object must have one member '\($0)', got more") }
      ?? source.record(
        { object.text(of: source.inputs[$0], isDecoded: !source.readsNumbers) }, by: worker)
    row.append(UInt8(ascii: "{"))
    for (index, member) in object.members.enumerated() {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      row.append(contentsOf: line[member.key])
      row.append(UInt8(ascii: ":"))
      if let column = source.results.first(where: { $0.name == member.name }) {
        RowFormat.appendJSON(column.value(record), to: &row)
      } else {
        row.append(contentsOf: line[member.value])
      }
    }
    append(record, except: object.members.map(\.name), isFirst: object.members.isEmpty, to: &row)
    return record.status == .ok
  }

  /// The results that are not there yet, and the end of the object.
  private func append(
    _ record: GapRecord, except present: [String], isFirst: Bool = false, to row: inout RowText
  ) {
    var isFirst = isFirst
    for result in source.results where !present.contains(result.name) {
      if !isFirst { row.append(UInt8(ascii: ",")) }
      isFirst = false
      RowFormat.appendJSON(result, of: record, to: &row)
    }
    row.write("}\n")
  }
}
