// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers that a gnuplot script carries inside, as a block of lines under a name.
struct PlotTable {
  let name: String
  /// What the columns hold, for readers of the script.
  let columns: [String]
  /// The rows; `nil` is a break, which ends a scan of a surface or a stretch of a curve.
  let rows: [[Double]?]

  /// A row with a number that is not finite becomes a break.
  init(_ name: String, columns: [String], rows: [[Double]?]) {
    self.name = name
    self.columns = columns
    self.rows = rows.map { $0.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil } }
  }

  /// What the other lines of the script call it.
  var reference: String { "$\(name)" }

  /// The block.
  var text: String {
    var lines = ["\(reference) << EOD", "# \(columns.joined(separator: " "))"]
    lines += rows.map { row in row.map { $0.map { "\($0)" }.joined(separator: " ") } ?? "" }
    return (lines + ["EOD"]).joined(separator: "\n")
  }
}
