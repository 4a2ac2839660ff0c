// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Observations in a file: one number a line, or a column of a CSV file with a header.
enum ObservationFile {
  /// Why a file could not be read.
  enum Failure: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case notText(path: String)
    case badLine(path: String, line: Int, text: String)
    case missingColumn(path: String, column: String, header: [String])
    case noData(path: String)

    var description: String {
      switch self {
      case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
      case .notText(let path): "\(path) is not UTF-8 text"
      case .badLine(let path, let line, let text):
        "\(path), line \(line): a finite number is needed, got '\(text)'"
      case .missingColumn(let path, let column, let header):
        "\(path) has no column '\(column)'; it has \(header.joined(separator: ", "))"
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
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      content.append(contentsOf: block[..<count])
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
    var index = 0
    if let column {
      guard let header = lines.first else { throw .noData(path: path) }
      let names = CSVLine.cells(header.text)
      guard let position = names.firstIndex(of: column) else {
        throw .missingColumn(path: path, column: column, header: names)
      }
      index = position
      lines.removeFirst()
    }
    var observations: [Double] = []
    for line in lines {
      let cells = column == nil ? [line.text] : CSVLine.cells(line.text)
      let cell = index < cells.count ? cells[index] : ""
      let text = cell.trimmingCharacters(in: .whitespaces)
      guard let value = Double(text), value.isFinite else {
        throw .badLine(path: path, line: line.number, text: cell)
      }
      observations.append(value)
    }
    guard !observations.isEmpty else { throw .noData(path: path) }
    return observations
  }
}
