// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

/// Numbers for people: every digit of a value, two of its error.
enum NumberText {
  /// Two digits: enough for an error.
  static func short(_ value: Double) -> String { String(format: "%.1e", value) }

  /// A probability in percent, as in "2.5 %".
  static func percent(_ value: Double) -> String { String(format: "%g %%", 100 * value) }

  /// "value ± error"; what is infinite has no error, and what is missing is empty.
  static func estimate(_ estimate: Estimate) -> String {
    if estimate.value.isNaN { return "" }
    return estimate.value.isInfinite
      ? "\(estimate.value)" : "\(estimate.value) ± \(short(estimate.error))"
  }

  /// The same of what may be infinite, or none.
  static func quantity(_ value: Quantity) -> String {
    switch value {
    case .finite(let value): estimate(value)
    case .infinite(let sign, _): sign == .plus ? "+∞" : "−∞"
    case .undefined: "none"
    }
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

  /// Named estimates, one a line, their digits under each other.
  static func estimates(_ rows: [(String, Estimate)]) -> [String] {
    let names = rows.map(\.0)
    let values = rows.map { "\($0.1.value)" }
    let (nameWidth, valueWidth) = (
      names.map(\.count).max() ?? 0, values.map(\.count).max() ?? 0
    )
    return zip(zip(names, values), rows).map { pair, row in
      let (name, value) = pair
      let gap = String(repeating: " ", count: nameWidth - name.count + 2)
      let sign = value.hasPrefix("-") ? "" : " "
      let padding = String(repeating: " ", count: max(0, valueWidth - value.count) + 2)
      return
        "\(name)\(gap)\(sign)\(value)\(sign.isEmpty ? " " : "")\(padding)± \(short(row.1.error))"
    }
  }

  /// A verdict, marked so that it is seen.
  static func verdict(_ verdict: Verdict, _ text: String) -> String { "[\(mark(verdict))] \(text)" }

  /// The audits of densities, one a line.
  static func audits(_ audits: [(name: String, audit: MassAudit?)]) -> [String] {
    audits.compactMap { name, audit in
      audit.map { verdict($0.verdict, "\(name) integrates to 1: \(estimate($0.mass))") }
    }
  }

  /// A verdict in a word.
  static func mark(_ verdict: Verdict) -> String {
    switch verdict {
    case .yes: "yes"
    case .no: "NO"
    case .cannotTell: "cannot tell"
    }
  }
}
