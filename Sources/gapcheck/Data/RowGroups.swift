// SPDX-License-Identifier: GPL-3.0-or-later

/// The rows of a table in groups, in the order of their first rows.
struct RowGroups {
  /// How many groups there are.
  let count: Int
  /// The rows, one group behind the other; `nil` where all are one.
  private let order: [Int]?
  /// Where each group begins, and where the last one ends.
  private let starts: [Int]
  /// Whether the groups have names.
  private let isNamed: Bool

  init(_ grouping: GroupingOptions.Grouping, _ content: DataColumns) {
    switch grouping {
    case .none: (count, order, starts, isNamed) = (1, nil, [], false)
    case .rows:
      let rows = content.rowCount
      (count, order, starts, isNamed) = (rows, Array(0..<rows), Array(0...rows), false)
    case .column:
      var starts = [Int](repeating: 0, count: content.groupNames.count + 1)
      for group in content.groups { starts[group + 1] += 1 }
      for group in content.groupNames.indices { starts[group + 1] += starts[group] }
      var (next, order) = (starts, [Int](repeating: 0, count: content.rowCount))
      for (row, group) in content.groups.enumerated() {
        order[next[group]] = row
        next[group] += 1
      }
      (count, self.order, self.starts, isNamed) = (content.groupNames.count, order, starts, true)
    }
  }

  /// The rows of a group; `nil` for all.
  func rows(of group: Int) -> ArraySlice<Int>? {
    order.map { $0[starts[group]..<starts[group + 1]] }
  }

  /// The name of a group, or its number from 1.
  func name(of group: Int, _ content: DataColumns) -> String {
    isNamed ? content.groupNames[group] : "\(group + 1)"
  }
}
