// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a header cannot be used.
enum HeaderError: ExitStatusError, CustomStringConvertible {
  case missing(name: String, header: [String])
  case repeated(name: String, header: [String])
  /// The column is there, between other separators than commas.
  case separator(Character, header: String)
  case encoding(String)
  /// The file of a spreadsheet, which is an archive.
  case spreadsheet

  var exitStatus: Int32 { 65 }

  var description: String {
    switch self {
    case .missing(let name, let header):
      "the input has no column '\(name)'; its header is \(header.joined(separator: ", "))"
    case .repeated(let name, let header):
      "the input has more than one column '\(name)'; its header is "
        + header.joined(separator: ", ")
    case .separator(let separator, let header):
      "columns are separated by commas, and in the input by "
        + "\(separator == "\t" ? "tabs" : "'\(separator)'"); its header is \(header)"
    case .spreadsheet:
      "the input is no table, but an archive, as the file of a spreadsheet is: save it as CSV"
    case .encoding(let fault): "the input must be text in UTF-8, and is \(fault)"
    }
  }

  /// Refuses a header that has a name twice.
  static func checkNames(_ header: [String]) throws(HeaderError) {
    var seen: Set<String> = []
    for name in header where !name.isEmpty && !seen.insert(name).inserted {
      throw .repeated(name: name, header: header)
    }
  }

  /// Where the one column of a name stands.
  static func position(of name: String, in header: [String]) throws(HeaderError) -> Int {
    guard let index = header.firstIndex(of: name) else {
      throw .missing(name: name, header: header)
    }
    guard header.lastIndex(of: name) == index else {
      throw .repeated(name: name, header: header)
    }
    return index
  }

  /// What is wrong with the text that a missing column is missing in.
  func explained(by line: ArraySlice<UInt8>) -> HeaderError {
    guard case .missing(let name, _) = self else { return self }
    if let fault = TextEncoding.fault(of: line) { return .encoding(fault) }
    if line.starts(with: "PK".utf8) { return .spreadsheet }
    for separator: Unicode.Scalar in [";", "\t", "|"] where !name.contains(Character(",")) {
      let names = CSVLine(line, separator: UInt8(ascii: separator)).names
      if names.contains(name) {
        return .separator(
          Character(separator), header: String(decoding: line, as: UTF8.self))
      }
    }
    return self
  }
}
