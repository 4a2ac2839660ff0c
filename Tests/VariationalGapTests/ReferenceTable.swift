// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport

/// The tables of the exercise by kind, with 40 digits: see Tests/Fixtures/README.md.
enum ReferenceTable: String, CaseIterable {
  case everyday
  case optimum
  case tight
  case farPeak = "far_peak"
  case mismatched
  case extreme

  func rows() throws -> [ReferenceRow] {
    try CSVTable(fixture: rawValue).rows.map(ReferenceRow.init)
  }
}

/// A row: the exact doubles θ, x, φ, and quantities.
struct ReferenceRow: CustomStringConvertible {
  let theta: Double
  let x: Double
  let phi: Double
  private let row: CSVTable.Row

  init(_ row: CSVTable.Row) {
    (theta, x, phi) = (row.number("theta"), row.number("x"), row.number("phi"))
    self.row = row
  }

  /// The quantity rounded to a double; NaN where there is none.
  func callAsFunction(_ column: String) -> Double { row.number(column) }

  /// The quantity with all its digits.
  func truth(_ column: String) -> Truth { Truth(row[column] ?? "") }

  var description: String { "theta=\(theta) x=\(x) phi=\(phi)" }
}
