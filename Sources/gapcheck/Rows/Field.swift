// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

/// A value in a row.
enum FieldValue {
  case number(Double)
  case integer(Int)
  case text(String)
  case flag(Bool)
  /// Nothing: null, or an empty cell.
  case missing
}

/// A named column of a record: one place for every format.
protocol Column<Record>: Sendable {
  associatedtype Record

  var name: String { get }

  /// The value in a record.
  func value(_ record: Record) -> FieldValue
}

/// A column that is a name and a function.
struct Field<Record>: Column {
  let name: String
  private let read: @Sendable (Record) -> FieldValue

  init(_ name: String, _ value: @escaping @Sendable (Record) -> FieldValue) {
    self.name = name
    read = value
  }

  init(_ name: String, number path: @escaping @Sendable (Record) -> Double) {
    self.init(name) { .number(path($0)) }
  }

  func value(_ record: Record) -> FieldValue { read(record) }

  /// The two columns of an estimate: the value, and its error bound.
  static func pair(
    _ name: String, _ estimate: @escaping @Sendable (Record) -> Estimate
  ) -> [Field] {
    [
      Field(name, number: { estimate($0).value }),
      Field("\(name)_error", number: { estimate($0).error }),
    ]
  }
}
