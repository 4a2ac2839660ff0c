// SPDX-License-Identifier: GPL-3.0-or-later

/// A column of a sweep.
struct SweepColumn: Column {
  enum Kind {
    /// A text of the row, by its place.
    case text(Int)
    /// The value of an axis, or of a parameter that was found, by its place.
    case value(Int)
    case record(RecordColumn)
    case missing
  }

  let name: String
  let kind: Kind

  init(_ name: String, _ kind: Kind) {
    (self.name, self.kind) = (name, kind)
  }

  init(_ column: RecordColumn) { self.init(column.name, .record(column)) }

  func value(_ row: SweepRow) -> FieldValue {
    switch kind {
    case .text(let place): .text(row.texts[place])
    case .value(let place):
      row.values.indices.contains(place) ? .number(row.values[place]) : .missing
    case .record(let column): column.value(row.record)
    case .missing: .missing
    }
  }
}
