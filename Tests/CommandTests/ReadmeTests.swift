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

  /// The picture, the report and the claims, as they are pasted; the workflow's step is the last of them.
  @Test func whatIsPastedGivesAPictureAReportAndATest() async throws {
    let section = try #require(
      page.components(separatedBy: "\n## ").first { $0.hasPrefix("A picture, a report") })
    let blocks = section.matches(of: /```sh\n((?:.*\n)*?)```/).map { String($0.1) }
    // The first two install the command.
    let commands = blocks.dropFirst(2).joined().split(separator: "\n")
      .filter { GnuplotOnPath.isThere || !$0.contains(" plot ") }
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"set -e; gapcheck() { "$GAPCHECK" "$@"; }"# + "\n" + commands.joined(separator: "\n"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("1 claim: 1 agree"), "\(run.output)")
    #expect(try scratch.text("report.html").hasSuffix("</html>\n"))
    #expect(try !GnuplotOnPath.isThere || scratch.text("gap.svg").contains("<svg"))
    // A workflow begins at the margin, and ends where it is to end.
    let workflow = try scratch.text(".github/workflows/gapcheck.yml")
    #expect(workflow.hasPrefix("on: [push, pull_request]\njobs:\n"))
    #expect(workflow.hasSuffix("      - run: gapcheck verify claims.csv\n"))
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
