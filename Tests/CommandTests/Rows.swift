// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// CSV without quotes, as rows of cells by name.
struct Rows {
  let header: [String]
  let cells: [[String]]

  init(_ text: String) {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    header = lines.first ?? []
    cells = Array(lines.dropFirst())
  }

  /// A column.
  subscript(name: String) -> [String] {
    guard let index = header.firstIndex(of: name) else { return [] }
    return cells.map { index < $0.count ? $0[index] : "" }
  }

  /// A column of numbers.
  func numbers(_ name: String) -> [Double] { self[name].map { Double($0) ?? .nan } }
}

extension CommandRun {
  /// The lines of the output as JSON objects.
  func objects() throws -> [[String: JSONValue]] {
    try output.split(separator: "\n").map {
      try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8))
    }
  }
}
