// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What CONTRIBUTING.md quotes is what the sources say.
struct ContributingTests {
  private static func text(_ path: String) throws -> String {
    try PackageRoot.text(path)
  }

  /// The lines of a text without their indentation.
  private static func lines(_ text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: "\n")
  }

  @Test func theChapterOnFamiliesQuotesTheFile() throws {
    let source = Self.lines(try Self.text("Sources/Distributions/Families/LogLogistic.swift"))
    let blocks = try Self.text("CONTRIBUTING.md").matches(of: /```swift\n((?:.*\n)*?)```/)
    #expect(blocks.count >= 6)
    for block in blocks {
      #expect(source.contains(Self.lines(String(block.1))), "CONTRIBUTING.md is behind: \(block.1)")
    }
  }

  @Test func theFamilyIsOneLineOfTheList() throws {
    let list = try Self.text("Sources/Distributions/Registry/Families.swift")
    #expect(list.components(separatedBy: "LogLogistic").count == 2)
  }
}
