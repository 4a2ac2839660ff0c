// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a header cannot be used.
enum HeaderError: ExitStatusError, CustomStringConvertible {
  case missing(name: String, header: [String])
  case repeated(name: String, header: [String])

  var exitStatus: Int32 { 65 }

  var description: String {
    switch self {
    case .missing(let name, let header):
      "the input has no column '\(name)'; its header is \(header.joined(separator: ", "))"
    case .repeated(let name, let header):
      "the input has more than one column '\(name)'; its header is "
        + header.joined(separator: ", ")
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
}
