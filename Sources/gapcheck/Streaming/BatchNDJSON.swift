// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import VariationalGap

/// NDJSON: an object a line with the inputs among its members; a member named after a result is
/// computed anew, any other is carried through unchanged, and the results that are missing are appended.
struct BatchNDJSON<Engine: BatchEngine>: BatchTable {
  let engine: Engine
  let opening: [UInt8] = []

  func append(
    line: ArraySlice<UInt8>, by worker: Engine.Worker, to row: inout RowText
  ) -> Bool {
    guard let members = JSONMembers.scan(line) else {
      row.write("{\"input\":")
      RowFormat.appendJSON(.text(String(decoding: line, as: UTF8.self)), to: &row)
      append(engine.invalid("the line must be a JSON object"), except: [], to: &row)
      row.append(UInt8(ascii: "\n"))
      return false
    }
    func text(_ name: String) -> String? {
      members.first { $0.name == name }.flatMap {
        engine.readsNumbers
          ? String(decoding: line[$0.value], as: UTF8.self) : JSONMembers.text(line[$0.value])
      }
    }
    let repeated = engine.inputs.first { name in members.count { $0.name == name } > 1 }
    let record =
      repeated.map { engine.invalid("the object must have one member '\($0)', got more") }
      ?? engine.record({ text(engine.inputs[$0]) }, by: worker)
    var isFirst = true
    func separate() {
      row.append(UInt8(ascii: isFirst ? "{" : ","))
      isFirst = false
    }
    for member in members {
      separate()
      row.append(contentsOf: line[member.key])
      row.append(UInt8(ascii: ":"))
      if let field = engine.results.first(where: { $0.name == member.name }) {
        RowFormat.appendJSON(field.value(record), to: &row)
      } else {
        row.append(contentsOf: line[member.value])
      }
    }
    if isFirst { row.append(UInt8(ascii: "{")) }
    append(record, except: members.map(\.name), isFirst: isFirst, to: &row)
    row.append(UInt8(ascii: "\n"))
    return engine.isOK(record)
  }

  /// The results that are not there yet, and the end of the object.
  private func append(
    _ record: Engine.Results.Record, except present: [String], isFirst: Bool = false,
    to row: inout RowText
  ) {
    var isFirst = isFirst
    for result in engine.results where !present.contains(result.name) {
      if !isFirst { row.append(UInt8(ascii: ",")) }
      isFirst = false
      RowFormat.appendJSON(result, of: record, to: &row)
    }
    row.append(UInt8(ascii: "}"))
  }
}

/// The members of a JSON object, as slices of its text.
enum JSONMembers {
  struct Member {
    let name: String
    /// The key with its quotes.
    let key: Range<Int>
    let value: Range<Int>
  }

  /// The members of the one object that a line holds; `nil` where it is something else.
  ///
  /// Foundation says whether it is JSON; the scan only finds where the members are.
  static func scan(_ line: ArraySlice<UInt8>) -> [Member]? {
    guard
      (try? JSONSerialization.jsonObject(with: Data(line))) is [String: Any],
      let open = line.firstIndex(of: UInt8(ascii: "{"))
    else { return nil }
    var members: [Member] = []
    var depth = 0
    var isInString = false
    var isEscaped = false
    var key: Range<Int>?
    var start = open + 1
    for index in line[(open + 1)...].indices {
      let byte = line[index]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ":") where depth == 0 && key == nil:
        key = trimmed(line, start..<index)
        start = index + 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ","), UInt8(ascii: "}"):
        if depth == 0, let found = key {
          members.append(member(line, found, trimmed(line, start..<index)))
          key = nil
          start = index + 1
        }
        if byte == UInt8(ascii: "}") { depth -= 1 }
      default: break
      }
    }
    return members
  }

  /// The value of a member as text: a string without its quotes, an array without its brackets.
  static func text(_ value: ArraySlice<UInt8>) -> String? {
    switch value.first {
    case UInt8(ascii: "\""): try? JSONDecoder().decode(String.self, from: Data(value))
    case UInt8(ascii: "["): String(decoding: value.dropFirst().dropLast(), as: UTF8.self)
    default: String(decoding: value, as: UTF8.self)
    }
  }

  private static func member(
    _ line: ArraySlice<UInt8>, _ key: Range<Int>, _ value: Range<Int>
  ) -> Member {
    let name = try? JSONDecoder().decode(String.self, from: Data(line[key]))
    return Member(name: name ?? "", key: key, value: value)
  }

  private static func trimmed(_ line: ArraySlice<UInt8>, _ range: Range<Int>) -> Range<Int> {
    func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, isSpace(line[lower]) { lower += 1 }
    while lower < upper, isSpace(line[upper - 1]) { upper -= 1 }
    return lower..<upper
  }
}
