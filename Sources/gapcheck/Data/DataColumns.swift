// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// What is read of a file: columns of numbers, and how the rows fall into groups.
struct DataColumns {
  /// A column of the file that is looked at.
  enum Kind {
    case number
    /// A number, or an interval that it lies in.
    case observation
    /// A number, or an infinity: an end of an interval.
    case end
    /// A number from 0.
    case weight
    /// A text; equal ones are a group.
    case group

    var needed: String {
      switch self {
      case .number: "a finite number"
      case .observation: "a finite number, or an interval such as 3..5 or 2..inf,"
      case .end: "a number, inf or -inf"
      case .weight: "a finite number from 0"
      case .group: "the name of a group"
      }
    }
  }

  /// The columns that are asked for, each once.
  struct Request {
    private(set) var columns: [(name: String?, kind: Kind)] = []

    /// Where a column is among them; it becomes the last where it is none of them.
    mutating func place(of name: String, as kind: Kind) -> Int {
      if let place = columns.firstIndex(where: { $0.name == name && $0.kind == kind }) {
        return place
      }
      columns.append((name, kind))
      return columns.count - 1
    }
  }

  /// The names, and what they are looked at as; a column without a name is all of a row.
  let columns: [(name: String?, kind: Kind)]

  /// The numbers of each column; none of a group, and no number where a cell is an interval.
  private(set) var numbers: [[Double]]

  /// The intervals of each column by their rows.
  private(set) var intervals: [[Int: Observation]]

  /// The group of each row, by its place in ``groupNames``.
  private(set) var groups: [Int] = []

  /// The groups in the order of their first rows.
  private(set) var groupNames: [String] = []

  private(set) var rowCount = 0

  private var places: [String: Int] = [:]

  /// Where rows do not follow each other line by line: the first row there, and its line.
  private var jumps: [(row: Int, line: Int)] = []

  init(_ columns: [(name: String?, kind: Kind)]) {
    self.columns = columns
    numbers = columns.map { _ in [] }
    intervals = columns.map { _ in [:] }
  }

  /// The line of a row, from 1.
  func line(of row: Int) -> Int {
    var (low, high) = (0, jumps.count)
    while low < high {
      let middle = (low + high) / 2
      if jumps[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? row + 1 : jumps[low - 1].line + row - jumps[low - 1].row
  }

  /// Ends a row.
  mutating func endRow(line: Int) {
    if line != (jumps.last.map { $0.line + rowCount - $0.row } ?? rowCount + 1) {
      jumps.append((rowCount, line))
    }
    rowCount += 1
  }

  /// Takes the cell of a column; what is wrong with it is for the caller to say.
  ///
  /// - Returns: whether it is what the column has to hold.
  mutating func append(_ cell: UnsafeBufferPointer<UInt8>, to column: Int) -> Bool {
    let kind = columns[column].kind
    guard kind != .group else {
      return String(validating: cell, as: UTF8.self).map { appendGroup($0) } ?? false
    }
    guard let value = DecimalNumber.value(cell) else {
      let text = String(decoding: cell, as: UTF8.self)
      return switch kind {
      case .observation: appendInterval(text, to: column)
      case .end: appendInfinity(text, to: column)
      default: false
      }
    }
    guard kind != .weight || value >= 0,
      // No number of so few digits is rounded to another whole one.
      kind != .observation || value.magnitude < 0x1p53
        || !Double.isRounded(
          whole: String(decoding: cell, as: UTF8.self).trimmingCharacters(in: .whitespaces))
    else { return false }
    numbers[column].append(value)
    return true
  }

  private mutating func appendInfinity(_ text: String, to column: Int) -> Bool {
    guard let value = Double(notation: text.trimmingCharacters(in: .whitespaces)), value.isInfinite,
      text.lowercased().contains("inf")
    else { return false }
    numbers[column].append(value)
    return true
  }

  private mutating func appendInterval(_ text: String, to column: Int) -> Bool {
    guard text.contains(".."), let interval = try? Observation(notation: text) else { return false }
    intervals[column][numbers[column].count] = interval
    numbers[column].append(.nan)
    return true
  }

  private mutating func appendGroup(_ text: String) -> Bool {
    let name = text.trimmingCharacters(in: .whitespaces)
    guard !name.isEmpty else { return false }
    if let place = places[name] {
      groups.append(place)
    } else {
      places[name] = groupNames.count
      groups.append(groupNames.count)
      groupNames.append(name)
    }
    return true
  }
}
