// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A PDF file as text, with what its object streams hold: from version 1.5 on pages may be compressed.
struct PDFText {
  let text: String

  init(_ data: Data) throws {
    let file = String(decoding: data, as: Unicode.ASCII.self)
    let bytes = Array(data)
    var text = file
    for stream in file.matches(of: /\/Type\s*\/ObjStm\b[^>]*>>\s*stream\r?\n/) {
      let start = file.unicodeScalars.distance(from: file.startIndex, to: stream.range.upperBound)
      text += String(decoding: try Inflater.bytes(ofZlib: bytes[start...]), as: UTF8.self)
    }
    self.text = text
  }

  /// How many pages it has.
  var pageCount: Int { text.matches(of: /\/Type\s*\/Page\b/).count }
}
