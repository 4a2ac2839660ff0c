// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What every command line program owes its user.
struct MannersTests {
  static let point = ["--theta", "1", "--x", "0.3"]

  @Test(arguments: ["text", "json", "csv"])
  func successIsSilentOnStandardError(_ format: String) async throws {
    let run = try await CommandRun(MannersTests.point + ["--format", format])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.hasSuffix("\n") && !run.output.hasSuffix("\n\n"))
    #expect(!run.output.contains("\u{1b}"))
  }

  @Test func theSubcommandIsTheDefault() async throws {
    let named = try await CommandRun(["check"] + MannersTests.point)
    let bare = try await CommandRun(MannersTests.point)
    #expect(named.output == bare.output)
  }

  @Test func givesItsVersionAndThatOfGSL() async throws {
    let run = try await CommandRun(["--version"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(
      run.output.wholeMatch(of: /gapcheck \d+\.\d+\.\d+ \(GSL \d+\.\d+(\.\d+)?\)\n/) != nil)
    let record = try await CheckTests.json(MannersTests.point)
    #expect(
      run.output
        == "gapcheck \(record["version"]?.description ?? "") "
        + "(GSL \(record["gsl_version"]?.description ?? ""))\n")
  }

  @Test(arguments: [["--help"], ["-h"], ["check", "--help"], ["help", "check"]])
  func helpIsASCII(_ arguments: [String]) async throws {
    let run = try await CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("USAGE: gapcheck"))
    #expect(run.output.unicodeScalars.filter { !$0.isASCII }.map(\.description) == [])
  }

  @Test func helpNamesEveryFlagAndExitStatus() async throws {
    let run = try await CommandRun(["check", "--help"])
    for word in [
      "--theta", "--x", "--phi", "--tolerance", "--format", "text, json", "csv", "Exit status",
    ] {
      #expect(run.output.contains(word), "\(word)")
    }
  }

  @Test(arguments: ["text", "json", "csv"])
  func aClosedPipeEndsItQuietly(_ format: String) async throws {
    // By the signal where nobody ignores it, by the failed write where somebody does.
    let line =
      #""$GAPCHECK" --theta 1 --x 0.3 --format "# + format
      + #" | head -0; (trap "" PIPE; "$GAPCHECK" --theta 1 --x 0.3; echo $? >&2) | :"#
    let run = try await CommandRun(shell: line)
    #expect(run.output == "")
    #expect(run.errors == "0\n")
  }

  @Test func saysSoWhenTheOutputIsClosed() async throws {
    let run = try await CommandRun(shell: #""$GAPCHECK" --theta 1 --x 0.3 >&-"#)
    #expect(run.status == 74)
    #expect(run.errors.contains("standard output cannot be written"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func saysSoWhenTheDiskIsFull() async throws {
    let run = try await CommandRun(
      shell: #""$GAPCHECK" --theta 1 --x 0.3 --format csv > /dev/full"#)
    #expect(run.status == 74)
    #expect(run.errors.contains("standard output cannot be written"))
  }

  @Test func readsNoStandardInput() async throws {
    let run = try await CommandRun(
      MannersTests.point, input: String(repeating: "1,2,3\n", count: 100_000))
    #expect(run.status == 0)
  }

  /// The output does not depend on the language or on the terminal.
  @Test func theEnvironmentChangesNothing() async throws {
    let plain = try await CommandRun(MannersTests.point)
    let other = try await CommandRun(
      MannersTests.point,
      environment: ["LC_ALL": "de_DE.UTF-8", "LANG": "C", "TERM": "xterm-256color", "NO_COLOR": ""])
    #expect(plain.output == other.output)
  }

  /// More than a pipe holds, on both outputs at once.
  @Test func bothPipesAreReadToTheEnd() async throws {
    let run = try await CommandRun(
      shell: "cat; i=0; while [ $i -lt 20000 ]; do echo 0123456789 >&2; i=$((i + 1)); done; exit 7",
      input: String(repeating: "0123456789\n", count: 20_000))
    #expect(run.output.utf8.count == 220_000)
    #expect(run.errors.utf8.count == 220_000)
    #expect(run.status == 7)
  }
}
