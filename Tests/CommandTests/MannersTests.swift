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
    // Whether or not somebody ignores the signal.
    let line =
      #""$GAPCHECK" --theta 1 --x 0.3 --format "# + format
      + #" | head -0; (trap "" PIPE; "$GAPCHECK" --theta 1 --x 0.3; echo $? >&2) | :"#
    let run = try await CommandRun(shell: line)
    #expect(run.output == "")
    #expect(run.errors == "0\n")
  }

  /// The reader has gone before the first byte, or goes after the first line: either way it has had enough.
  @Test(arguments: [
    "sample --phi 2 --count 10000000", "posterior --theta 1 --x 2 --grid 20000", "families",
    "functions --format csv", "exercise", "--theta 1 --x 0.3", "posterior --theta 1 --x 2",
    "kl --q 'normal(0, 1)' --p 'normal(1, 1)'", "certify --theta 1 --x 0.3 --digits 5",
    "maximize --x 2", "divergences --q 'normal(0, 1)' --p 'normal(1, 1)'", "help", "--help",
    "check --help", "sweep --theta 1 --x 0.3 --phi 1..2:20000", "compare --help",
    "bounds --theta 1 --x 2 --phi 0.8", "weights --theta 1 --x 2 --phi 2", "--version",
    "plot gap --theta 1 --x 0.3 --script",
  ])
  func aReaderThatHasHadEnoughIsNoFailure(_ arguments: String) async throws {
    let run = try await CommandRun(
      shell: "(sleep 0.2; \"$GAPCHECK\" \(arguments); echo $? >&2) | : ; "
        + "(\"$GAPCHECK\" \(arguments); echo $? >&2) | head -n 1 > /dev/null")
    #expect(run.errors == "0\n0\n", "\(run.errors)")
  }

  /// The reason is in the result, and on standard error too.
  @Test(arguments: [
    (
      ["divergences", "--q", "chi(4)", "--p", "half_normal(1.5)", "--alpha", "1e-300,1e300"],
      "renyi_1e+300: "
    ),
    (
      ["bounds", "--theta", "3", "--x", "-0.2", "--q", "half_cauchy(10)"],
      "iwae_2, iwae_5, iwae_50: "
    ),
    (
      [
        "certify", "--prior", "student_t(7, -1, 10)", "--likelihood", "poisson(z)", "--x", "1",
        "--digits", "5",
      ], "log_evidence, mean, sd, "
    ),
  ])
  func whatCouldNotBeHadIsSaidOnStandardError(
    _ arguments: [String], _ complaint: String
  ) async throws {
    for format in ["text", "json"] {
      let run = try await CommandRun(arguments + ["--format", format])
      #expect(run.status == 2 && run.output != "")
      #expect(run.errors.hasPrefix("gapcheck: \(complaint)"), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1)
    }
  }

  /// A signal from the first moment on that there is anything to say of it.
  @Test(arguments: [("INT", 130), ("TERM", 143)])
  func anInterruptedCommandSaysSo(_ signal: String, _ status: Int) async throws {
    let run = try await CommandRun(
      shell:
        #"(trap - INT; exec "$GAPCHECK" sample --phi 1 --count 1000000000 > /dev/null) & p=$!; "#
        + "sleep 1; kill -\(signal) $p; wait $p; echo $?")
    #expect(run.output == "\(status)\n" && run.errors == "gapcheck: interrupted\n", "\(run)")
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
