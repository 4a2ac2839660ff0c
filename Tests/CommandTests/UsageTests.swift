// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
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

  @Test(arguments: ["maximize", "gradient", "sample", "factorize"])
  func helpIsASCII(_ name: String) async throws {
    let run = try await CommandRun([name, "--help"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("USAGE: gapcheck \(name)"))
    #expect(run.output.unicodeScalars.filter { !$0.isASCII }.map(\.description) == [])
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

  static let badOthers: [Bad] = [
    Bad(["maximize"], "--x"),
    Bad(["maximize", "--x", "2", "--data", "file"], "--x"),
    Bad(["maximize", "--x", "2", "--column", "x"], "--column"),
    Bad(["maximize", "--data"], "--data"),
    Bad(["gradient", "--theta", "1", "--x", "0"], "--phi"),
    Bad(gradient + ["--samples", "1"], "--samples must be at least 2, got 1"),
    Bad(gradient + ["--samples", "-5"], "--samples must be at least 2, got -5"),
    Bad(gradient + ["--samples", "many"], "'many'"),
    Bad(["sample"], "--phi"),
    Bad(sample + ["--count", "0"], "--count must be at least 1, got 0"),
    Bad(sample + ["--count", "1e3"], "'1e3'"),
    Bad(sample + ["--count", "1", "--test"], "--test needs a --count of at least 2, got 1"),
    Bad(sample + ["--from", "normal"], "'normal'"),
    Bad(sample + ["--format", "json"], "--format json needs --test"),
    Bad(sample + ["--format", "text"], "--format text needs --test"),
    Bad(["factorize"], "got 0"),
    Bad(["factorize", "--q", "normal(0, 1)"], "got 1 --q and 0 --p"),
    Bad(
      ["factorize", "--q", "exp(2)", "--p", "exponential(1)"],
      "--q 'exp(2)', character 1: no family is called 'exp'"),
    Bad(
      ["factorize", "--q", "exponential(2)", "--p", "exponential(-1)"],
      "--p 'exponential(-1)', character 13"),
    Bad(["factorize"] + Array(repeating: pair, count: 11).flatMap { $0 }, "got 11"),
    Bad(factorize + ["--correlation", "0.5"], "--correlation needs at least 2 normal --q, got 1"),
    Bad(factorize + ["--calls", "9999"], "--calls must be from 10000 to 2147483647, got 9999"),
    Bad(factorize + ["--calls", "lots"], "'lots'"),
    Bad(gradient + ["--sample", "5"], "--sample"),
  ]

  @Test(
    arguments: badRates + badObservations + badCorrelations + badFormats + badSeeds + badOthers)
  func wrongUsageIsExplained(_ bad: Bad) async throws {
    let run = try await CommandRun(bad.arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(bad.complaint), "\(run.errors)")
  }
}
