// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

/// A gnuplot script, as a reader of its data sees it.
struct GnuplotScriptText {
  let text: String
  /// The rows of each block of data; an empty row is a break.
  let tables: [String: [[Double]]]

  init(_ text: String) throws {
    self.text = text
    var tables: [String: [[Double]]] = [:]
    var name: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let block = name {
        if line == "EOD" {
          name = nil
        } else if !line.hasPrefix("#") {
          let cells = line.split(separator: " ")
          tables[block, default: []].append(
            try cells.map { try #require(Double($0), "\(block): \($0)") })
        }
      } else if let match = line.wholeMatch(of: /\$(\w+) << EOD/) {
        name = String(match.1)
        tables[String(match.1)] = []
      }
    }
    #expect(name == nil, "a block of data has no end")
    self.tables = tables
  }

  /// A column, without the breaks.
  func column(_ index: Int, of table: String) throws -> [Double] {
    try #require(tables[table], "no table \(table)").compactMap {
      $0.indices.contains(index) ? $0[index] : nil
    }
  }
}
