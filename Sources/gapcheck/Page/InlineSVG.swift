// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// An SVG file of gnuplot's, as a part of an HTML page.
enum InlineSVG {
  /// The `svg` element, its ids prefixed: gnuplot gives every picture the same ones.
  ///
  /// - Returns: `nil` where there is no such element.
  static func element(_ file: String, prefix: String, label: String) -> String? {
    guard let start = file.range(of: "<svg"),
      let end = file.range(of: "</svg>", options: .backwards)
    else { return nil }
    var text = String(file[start.lowerBound..<end.upperBound])
    for (pattern, template) in [
      // Words for people stand in the label.
      (#"<title>[^<]*</title>\s*"#, ""), (#"<desc>[^<]*</desc>\s*"#, ""),
      (#"\bid="([^"]*)""#, "id=\"\(prefix)-$1\""), (#"\bid='([^']*)'"#, "id='\(prefix)-$1'"),
      (##"href="#([^"]*)""##, "href=\"#\(prefix)-$1\""),
      (##"href='#([^']*)'"##, "href='#\(prefix)-$1'"),
      (##"url\(#([^)]*)\)"##, "url(#\(prefix)-$1)"),
      // SVG 2 has its own; the old name space is noise in HTML.
      (#"xlink:href="#, "href="), (#"\s+xmlns:xlink="[^"]*""#, ""),
    ] {
      text = text.replacingOccurrences(
        of: pattern, with: template, options: .regularExpression)
    }
    let opening = "<svg role=\"img\" aria-label=\"\(HTMLText.escaped(label))\""
    return opening + text.dropFirst("<svg".count)
  }
}
