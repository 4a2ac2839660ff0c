// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Why data cannot be read from a file.
struct DataFileError: ExitStatusError, CustomStringConvertible {
  enum Problem {
    case unreadable(code: Int32)
    case notText
    /// More than is read at once.
    case tooLong(mebibytes: Int)
    case endlessRow
    case noData
    case column(HeaderError)
    /// A column with a name that means something else in a formula.
    case reserved(name: String, meaning: String)
    case openQuotes(line: Int)
    case cellCount(line: Int, count: Int, expected: Int)
    case notAnObject(line: Int)
    /// A cell that is not what its column has to hold; of a file without a header the column has no name.
    case cell(line: Int, column: String?, text: String?, needed: String)
    /// A row that the model cannot have.
    case row(line: Int, String)
  }

  /// The path as it was written; `-` is standard input.
  let path: String
  let problem: Problem

  init(_ path: String, _ problem: Problem) {
    (self.path, self.problem) = (path, problem)
  }

  var description: String {
    let name = path == "-" ? "standard input" : path
    switch problem {
    case .unreadable where name.contains("://"):
      return "\(name) is no file: fetch it first, as with curl --output data.csv \(name)"
    case .unreadable(let code): return "cannot read \(name): \(String(cString: strerror(code)))"
    case .notText: return "\(name) is not UTF-8 text"
    case .tooLong(let size): return "\(name) has more than \(size) MiB: give it in parts"
    case .endlessRow: return "\(name) has a row of more than \(LineReader.longestLine) bytes"
    case .noData: return "\(name) holds no observation"
    case .column(let error): return "\(name): \(error)"
    case .reserved(let column, let meaning):
      return
        "\(name) has a column '\(column)', but \(column) in a formula is \(meaning): rename the column"
    case .openQuotes(let line): return "\(name), line \(line): the row must close its quotes"
    case .cellCount(let line, let count, let expected):
      return "\(name), line \(line): the row must have \(expected) "
        + "\(expected == 1 ? "cell" : "cells"), as the header, got \(count)"
    case .notAnObject(let line):
      return "\(name), line \(line): every line has to be an object of JSON, as the first"
    case .cell(let line, let column, let text, let needed):
      let place = column.map { ", column '\($0)'" } ?? ""
      return "\(name), line \(line)\(place): \(needed) is needed, got "
        + (text.map { "'\($0)'" } ?? "nothing")
    case .row(let line, let reason): return "\(name), line \(line): \(reason)"
    }
  }

  /// 74 for what the system refused, 65 for what is in the file.
  var exitStatus: Int32 {
    if case .unreadable = problem { 74 } else { 65 }
  }
}
