// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Every subcommand of the exercise: quiet when it works, and clear about wrong usage.
struct UsageTests {
  static let pair = ["--q", "normal(0, 1)", "--p", "normal(1, 2)"]

  /// A command line that works, and is fast.
  static let good: [[String]] = [
    ["maximize", "--x", "2"],
    ["gradient", "--theta", "1", "--x", "0.3", "--phi", "2", "--samples", "100"],
    ["sample", "--phi", "2", "--count", "10"],
    ["sample", "--phi", "2", "--count", "10", "--test"],
    ["factorize"] + pair,
    ["kl"] + pair,
    ["divergences"] + pair,
    ["posterior", "--prior", "normal(0, 1)", "--x", "-3"],
    ["bounds", "--theta", "1", "--x", "2", "--phi", "0.8"],
    ["weights", "--theta", "1", "--x", "2", "--phi", "0.8", "--samples", "100"],
    ["compare", "--prior", "normal(0, 1)", "--x", "-3", "--null", "0"],
    ["posterior", "--prior", "normal(0, 1)", "--x", "-3", "--grid", "3"],
    ["check", "--prior", "normal(0, 1)", "--x", "-3,1", "--q", "normal(0, 1)"],
  ]

  @Test(arguments: good)
  func successIsSilentOnStandardError(_ arguments: [String]) async throws {
    let run = try await CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.hasSuffix("\n") && !run.output.hasSuffix("\n\n"))
  }

  private static func quoted(_ arguments: [String]) -> String {
    arguments.map { "'\($0)'" }.joined(separator: " ")
  }

  @Test(arguments: good)
  func aClosedPipeEndsItQuietly(_ arguments: [String]) async throws {
    let line = #""$GAPCHECK" "# + UsageTests.quoted(arguments)
    let run = try await CommandRun(shell: line + #" | :; (trap "" PIPE; "# + line + ") | :")
    #expect(run.output == "")
    #expect(run.errors == "")
  }

  @Test(arguments: good)
  func saysSoWhenTheOutputIsClosed(_ arguments: [String]) async throws {
    let run = try await CommandRun(
      shell: #""$GAPCHECK" "# + UsageTests.quoted(arguments) + " >&-")
    #expect(run.status == 74)
    #expect(run.errors.contains("standard output cannot be written"))
  }

  @Test(arguments: [
    "check", "maximize", "gradient", "sample", "factorize", "kl", "posterior", "compare", "bounds",
    "weights", "divergences",
  ])
  func helpIsASCII(_ name: String) async throws {
    let run = try await CommandRun([name, "--help"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("USAGE: gapcheck \(name)"))
    #expect(run.output.unicodeScalars.filter { !$0.isASCII }.map(\.description) == [])
    #expect(run.output.split(separator: "\n").filter { $0.count > 80 } == [])
  }

  /// A command line, and what the message has to contain.
  struct Bad: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let complaint: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: [String], _ complaint: String) {
      (self.arguments, self.complaint) = (arguments, complaint)
    }
  }

  static let gradient = ["gradient", "--theta", "1", "--x", "0.3", "--phi", "2"]
  static let sample = ["sample", "--phi", "2"]
  static let factorize = ["factorize"] + pair

  private static func shown(_ value: String) -> String { value.isEmpty ? "nothing" : value }

  static let badRates: [Bad] = ["0", "-1", "nan", "inf", "two", "1e400", ""].flatMap { value in
    let complaint = " must be a positive finite number, got \(shown(value))"
    return [
      Bad(["gradient", "--theta", value, "--x", "0", "--phi", "2"], "--theta" + complaint),
      Bad(["gradient", "--theta", "1", "--x", "0", "--phi", value], "--phi" + complaint),
      Bad(["sample", "--phi", value], "--phi" + complaint),
    ]
  }

  static let badObservations: [Bad] = ["nan", "-inf", "two", ""].flatMap { value in
    let complaint = "--x must be a finite number, got \(shown(value))"
    return [
      Bad(["maximize", "--x", value], complaint),
      Bad(["gradient", "--theta", "1", "--phi", "1", "--x", value], complaint),
    ]
  }

  static let badCorrelations: [Bad] = ["1", "-1", "1.5", "nan", "half", ""].map { value in
    let complaint = "--correlation must be a number between -1 and 1, got \(shown(value))"
    return Bad(factorize + pair + ["--correlation", value], complaint)
  }

  static let badFormats: [Bad] = [["maximize", "--x", "2"], gradient, sample, factorize]
    .map { Bad($0 + ["--format", "xml"], "xml") }

  static let badSeeds: [Bad] = [gradient, sample, factorize].flatMap { line in
    ["-1", "1.5", "one", "18446744073709551616"].map { Bad(line + ["--seed", $0], "'\($0)'") }
  }

  /// Tests/Fixtures/usage.csv: lines as a shell reads them, without the subcommand where `check` and `posterior` read the
  /// model alike.
  static func table() throws -> [Bad] {
    try CSVTable(fixture: "usage").rows.flatMap { row in
      let (line, complaint) = (try #require(row["line"]), try #require(row["complaint"]))
      let subcommands = row["kind"] == "model" ? [[], ["posterior"]] : [[]]
      return subcommands.map { Bad($0 + PlotTests.words(line), complaint) }
    }
  }

  @Test(
    arguments: try table() + badRates + badObservations + badCorrelations + badFormats + badSeeds
      + PlotTests.wrongUsage + ReportTests.wrongUsage + WeightsTests.wrongUsage
      + DivergencesCommandTests.wrongUsage)
  func wrongUsageIsExplained(_ bad: Bad) async throws {
    let run = try await CommandRun(bad.arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(bad.complaint), "\(run.errors)")
  }
}
