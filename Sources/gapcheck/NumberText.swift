// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature

/// Numbers for people: every digit of a value, two of its error.
enum NumberText {
  /// Two digits: enough for an error.
  static func short(_ value: Double) -> String { String(format: "%.1e", value) }

  /// "value ± error".
  static func estimate(_ estimate: Estimate) -> String {
    "\(estimate.value) ± \(short(estimate.error))"
  }

  /// Rows of cells, each column as wide as its widest cell.
  static func columns(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop(while: { $0 == " " }).reversed())
    }
  }

  /// A verdict, marked so that it is seen.
  static func verdict(_ holds: Bool, _ text: String) -> String {
    "[\(holds ? "yes" : "NO")] \(text)"
  }
}
