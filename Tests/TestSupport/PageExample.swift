// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The Swift code of a page, with what it says that the code prints.
package struct PageExample {
  /// Its lines, but for imports, comments and empty ones.
  package let code: [String]

  /// The comments under what it prints.
  package let output: [String]

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - page: where it stands in the package.
  ///   - skipped: how many blocks at its beginning are no program.
  package init(_ page: String, skipping skipped: Int = 0) throws {
    let blocks = try PackageRoot.text(page).matches(of: /```swift\n((?:.*\n)*?)```/)
    let lines = blocks.dropFirst(skipped).flatMap { PageExample.lines(of: String($0.1)) }
    code = lines.filter(PageExample.isCode)
    var output: [String] = []
    var isOutput = false
    for line in lines {
      // Comments under a print say what it prints, others what the code is about.
      isOutput = line.hasPrefix("//") ? isOutput : line.contains("print(") || line == "}"
      if isOutput, line.hasPrefix("// ") { output.append(String(line.dropFirst(3))) }
    }
    self.output = output
  }

  /// Whether the code stands in a file, line by line.
  package func isRun(in file: String) throws -> Bool {
    let source = try PageExample.lines(of: String(contentsOfFile: file, encoding: .utf8))
      .filter(PageExample.isCode)
    return source.indices.contains { source[$0...].starts(with: code) }
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  private static func isCode(_ line: String) -> Bool {
    !line.isEmpty && !line.hasPrefix("//") && !line.hasPrefix("import ")
  }
}
