// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// Observations in a file: one number a line, or a column of a CSV file with a header.
enum ObservationFile {
  /// Why a file could not be read.
  enum Failure: ExitStatusError, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case notText(path: String)
    case badLine(path: String, line: Int, reason: String)
    case header(path: String, HeaderError)
    case endlessLine(path: String)
    case noData(path: String)

    var description: String {
      switch self {
      case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
      case .notText(let path): "\(path) is not UTF-8 text"
      case .badLine(let path, let line, let reason): "\(path), line \(line): \(reason)"
      case .header(let path, let error): "\(path): \(error)"
      case .endlessLine(let path):
        "\(path) has a line of more than \(LineReader.longestLine) bytes: one number a line is needed"
      case .noData(let path): "\(path) holds no observation"
      }
    }

    /// 74 for what the system refused, 65 for what is in the file.
    var exitStatus: Int32 {
      if case .unreadable = self { 74 } else { 65 }
    }
  }

  /// What is in a file, a pipe or a device, without the mark that some programs put before UTF-8.
  private static func bytes(_ path: String) throws(Failure) -> ArraySlice<UInt8> {
    guard let file = fopen(path, "r") else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var content: [UInt8] = []
    var lineStart = 0
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      content.append(contentsOf: block[..<count])
      if let end = block[..<count].lastIndex(of: UInt8(ascii: "\n")) {
        lineStart = content.count - count + end + 1
      }
      guard content.count - lineStart <= LineReader.longestLine else {
        throw .endlessLine(path: path)
      }
    }
    if ferror(file) != 0 {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return content.starts(with: mark) ? content.dropFirst(mark.count) : content[...]
  }

  /// The observations in their order. Empty lines are passed over.
  static func read(_ path: String, column: String?) throws(Failure) -> [Double] {
    guard let content = String(validating: try bytes(path), as: UTF8.self) else {
      throw .notText(path: path)
    }
    var lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().map { (number: $0.offset + 1, text: String($0.element)) }
      .filter { !$0.text.allSatisfy(\.isWhitespace) }
    var position = 0
    var count = 1
    func cells(_ text: String) -> [String] {
      guard column != nil else { return [text] }
      let line = CSVLine(Array(text.utf8)[...])
      return line.cells.indices.map(line.text)
    }
    if let column {
      guard let first = lines.first else { throw .noData(path: path) }
      let header = cells(first.text)
      do throws(HeaderError) {
        position = try HeaderError.position(of: column, in: header)
      } catch {
        throw .header(path: path, error)
      }
      count = header.count
      lines.removeFirst()
    }
    var observations: [Double] = []
    for line in lines {
      func bad(_ reason: String) -> Failure {
        .badLine(path: path, line: line.number, reason: reason)
      }
      let cells = cells(line.text)
      guard cells.count == count else {
        throw bad("the row must have \(count) cells, as the header, got \(cells.count)")
      }
      let cell = cells[position]
      let text = cell.trimmingCharacters(in: .whitespaces)
      guard let value = Double(notation: text), value.isFinite else {
        throw bad("a finite number is needed, got '\(cell)'")
      }
      observations.append(value)
    }
    guard !observations.isEmpty else { throw .noData(path: path) }
    return observations
  }
}
