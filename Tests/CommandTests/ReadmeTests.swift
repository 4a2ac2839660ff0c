// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What README.md shows is what happens.
struct ReadmeTests {
  private let page: String

  init() throws {
    page = try PackageRoot.text("README.md")
  }

  @Test func theFirstCommandPrintsTheFirstBlock() async throws {
    let command = try #require(page.firstMatch(of: /swift run gapcheck (--.+)\n/)?.1)
    let block = try #require(page.firstMatch(of: /```text\n((?:.*\n)*?)```/)?.1)
    let run = try await CommandRun(command.split(separator: " ").map(String.init))
    #expect(run.output == block, "README.md is behind: \(command)")
    #expect(run.status == 0)
  }

  /// The comments behind `print` in the library's example: θ = 1, x = 2, φ = 0.8.
  @Test(arguments: [("gap.logEvidence", "log_evidence"), ("gap.divergence", "kl")])
  func theLibrarysExamplePrintsItsComments(_ expression: String, _ field: String) async throws {
    let record = try await CheckTests.json(["--theta", "1", "--x", "2", "--phi", "0.8"])
    let value = try #require(record[field]?.number)
    let error = try #require(record["\(field)_error"]?.number)
    #expect(page.contains("print(\(expression))  // \(value) ± \(error)\n"), "README.md is behind")
  }
}
