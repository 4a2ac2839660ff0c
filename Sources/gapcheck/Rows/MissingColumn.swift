// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a header cannot be used.
struct MissingColumn: Error, CustomStringConvertible {
  let name: String
  let header: [String]
  var description: String {
    "the input has no column '\(name)'; its header is \(header.joined(separator: ", "))"
  }
}
