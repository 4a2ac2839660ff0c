// SPDX-License-Identifier: GPL-3.0-or-later

/// Columns of numbers under their names, all of the same length.
public struct DataTable: Sendable {
  /// The names, in the order of the columns.
  public let names: [String]

  /// How many rows there are.
  public let rowCount: Int

  let columns: [[Double]]

  /// Makes a table.
  ///
  /// - Parameter columns: their names, no two the same, and their values, finite and as many in each.
  /// - Throws: ``DataTableError``.
  public init(_ columns: [(name: String, values: [Double])]) throws(DataTableError) {
    rowCount = columns.first?.values.count ?? 0
    var seen: Set<String> = []
    for column in columns {
      guard seen.insert(column.name).inserted else { throw .repeatedName(column.name) }
      guard column.values.count == rowCount else {
        throw .length(column.name, count: column.values.count, expected: rowCount)
      }
      if let row = column.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column.name, row: row, value: column.values[row])
      }
    }
    names = columns.map(\.name)
    self.columns = columns.map(\.values)
  }

  /// The values of a column; `nil` where there is none of this name.
  public subscript(name: String) -> [Double]? {
    names.firstIndex(of: name).map { columns[$0] }
  }
}

/// Why columns make no table.
public enum DataTableError: Error, Sendable, Hashable {
  /// Two columns have this name.
  case repeatedName(String)
  /// A column is longer or shorter than the first.
  case length(String, count: Int, expected: Int)
  /// A value is infinite or NaN; rows count from 0.
  case notFinite(String, row: Int, value: Double)
}

extension DataTableError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .repeatedName(let name): "two columns are called '\(name)': each needs a name of its own"
    case .length(let name, let count, let expected):
      "the column '\(name)' must have \(expected) values, as the first, got \(count)"
    case .notFinite(let name, let row, let value):
      "the column '\(name)' must hold finite numbers, got \(value) in row \(row + 1)"
    }
  }
}
