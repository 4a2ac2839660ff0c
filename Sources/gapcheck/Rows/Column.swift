// SPDX-License-Identifier: GPL-3.0-or-later

/// A named column of a record: one place for every format.
protocol Column<Record>: Sendable {
  associatedtype Record

  var name: String { get }

  /// The value in a record.
  func value(_ record: Record) -> FieldValue
}
