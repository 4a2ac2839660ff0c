// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What is asked for of a sweep's table.
struct SweepSelection {
  /// Rows at a value of a column.
  struct Condition {
    let column: String
    let value: Double
  }

  let field: String?
  let against: String?
  let by: String?
  let conditions: [Condition]
}

/// A column of a sweep against an axis of it, a curve for each value of a second axis.
struct SweepCurves {
  /// A row.
  struct Point {
    let place: Double
    /// Not finite where the row has no number.
    let value: Double
    /// 0 where the table has none.
    let error: Double
  }

  /// The rows at one value of the second axis.
  struct Curve {
    /// `nil` where there is no second axis.
    let key: Double?
    /// By ascending place.
    let points: [Point]
  }

  let name: String
  let field: String
  let against: String
  let by: String?
  let curves: [Curve]
  /// The columns that are the same in every row, of those that might be axes.
  let constants: [(name: String, value: Double)]
  let hasErrors: Bool

  /// - Throws: `SweepTable.Failure`, where the table does not say which axis is meant, or has no number.
  init(_ table: SweepTable, _ selection: SweepSelection) throws(SweepTable.Failure) {
    name = table.name
    var rows = Array(table.rows.indices)
    for condition in selection.conditions {
      let cells = table.numbers(try table.position(of: condition.column, "--at"))
      rows = rows.filter { cells[$0] == condition.value }
      guard !rows.isEmpty else {
        let values = SweepCurves.list(Set(cells.filter(\.isFinite)).sorted())
        throw SweepTable.Failure(
          description: "\(table.name) has no row with \(condition.column) = \(condition.value): "
            + "the values are \(values)")
      }
    }
    let field = try SweepCurves.field(table, selection.field)
    self.field = table.columns[field]
    // Axes are what stands before the results, the first of which has an error.
    let results =
      table.columns.indices.first { table.columns.contains("\(table.columns[$0])_error") }
      ?? field
    var axes: [(position: Int, values: [Double])] = []
    var constants: [(name: String, value: Double)] = []
    for position in 0..<min(results, field) {
      let cells = table.numbers(position)
      let values = rows.map { cells[$0] }
      guard values.allSatisfy(\.isFinite) else { continue }
      if Set(values).count > 1 {
        axes.append((position, values))
      } else if let value = values.first {
        constants.append((table.columns[position], value))
      }
    }
    // What follows from the axes before it, as the best phi does, is none.
    if axes.count > 1, SweepCurves.tellRowsApart(axes.dropLast().map(\.values), rows.count) {
      axes.removeLast()
    }
    let chosen = try (
      against: selection.against.map { text throws(SweepTable.Failure) in
        try table.position(of: text, "--against")
      },
      by: selection.by.map { text throws(SweepTable.Failure) in
        try table.position(of: text, "--by")
      }
    )
    let free = axes.map(\.position).filter { $0 != chosen.by && $0 != chosen.against }
    guard let across = chosen.against ?? free.last else {
      throw SweepTable.Failure(
        description:
          "\(table.name) has no axis: no column of numbers before the results has two values; "
          + "name one with --against")
    }
    let rest = free.filter { $0 != across }
    let lines = chosen.by ?? (rest.count == 1 ? rest.first : nil)
    let left = rest.filter { $0 != lines }
    guard left.isEmpty else {
      throw SweepTable.Failure(
        description: "\(table.name) has \(axes.count) axes, "
          + axes.map { table.columns[$0.position] }.joined(separator: ", ")
          + ": a picture has two; keep one value of \(table.columns[left[0]]) with --at, as in --at "
          + "\(table.columns[left[0]])=\(axes.first { $0.position == left[0] }?.values.first ?? 1)")
    }
    let cells = (
      place: table.numbers(across), key: lines.map { table.numbers($0) },
      value: table.numbers(field),
      error: table.columns.firstIndex(of: "\(table.columns[field])_error").map { table.numbers($0) }
    )
    against = table.columns[across]
    by = lines.map { table.columns[$0] }
    hasErrors = cells.error != nil
    self.constants = constants
    var groups: [Double: [Point]] = [:]
    for row in rows where cells.place[row].isFinite {
      let key = cells.key?[row] ?? 0
      guard key.isFinite else { continue }
      let error = cells.error?[row] ?? 0
      groups[key, default: []].append(
        Point(place: cells.place[row], value: cells.value[row], error: error.isFinite ? error : 0))
    }
    curves = groups.sorted { $0.key < $1.key }.map { key, points in
      Curve(key: lines == nil ? nil : key, points: points.sorted { $0.place < $1.place })
    }
    guard curves.contains(where: { $0.points.contains { $0.value.isFinite } }) else {
      throw SweepTable.Failure(
        description: "\(table.name): no row has a finite number in the column '\(self.field)'")
    }
  }

  /// The column that is drawn.
  private static func field(
    _ table: SweepTable, _ name: String?
  ) throws(SweepTable.Failure) -> Int {
    if let name { return try table.position(of: name, "--field") }
    guard let position = ["gap", "kl"].lazy.compactMap({ table.columns.firstIndex(of: $0) }).first
    else {
      throw SweepTable.Failure(
        description:
          "\(table.name) has neither a column gap nor kl: name what is drawn with --field, one of "
          + MessageText.cut(table.columns.joined(separator: ", ")))
    }
    return position
  }

  /// Whether no two rows have the same values.
  private static func tellRowsApart(_ columns: [[Double]], _ count: Int) -> Bool {
    Set((0..<count).map { row in columns.map { $0[row] } }).count == count
  }

  private static func list(_ values: [Double]) -> String {
    values.prefix(8).map { "\($0)" }.joined(separator: ", ") + (values.count > 8 ? ", …" : "")
  }
}
