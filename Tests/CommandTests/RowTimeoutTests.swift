// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `--row-timeout`: a row that takes long does not hold up the others.
struct RowTimeoutTests {
  /// A model that takes a minute and more.
  private static let slow =
    #""prior":"mixture(0.5, weibull(2, 1), 0.5, exp_mod_normal(0, 1, 1))","likelihood":"chi_square(exp(z))","x":2e6"#
  private static let quick = #""prior":"gamma(2, 1)","likelihood":"poisson(z)","x":3"#

  /// Of NDJSON, also of rows with arrays.
  private static func statuses(_ run: CommandRun) throws -> [String] {
    try run.output.split(separator: "\n").map { line in
      String(try #require(line.firstMatch(of: #/"status":"([a-z_]+)"/#)).1)
    }
  }

  @Test func aSlowRowHasItsStatusAndTheOthersTheirNumbers() async throws {
    let lines = [
      "{\(Self.quick),\"q\":\"gamma(5, 2)\"}", "{\(Self.slow),\"q\":\"normal(0, 1)\"}",
      "{\(Self.slow)}", "{\(Self.quick)}", "{\"q\":\"normal(0, 1)\",\"p\":\"normal(0, 2)\"}",
    ]
    let input = lines.joined(separator: "\n") + "\n"
    let run = try await CommandRun(["batch", "--row-timeout", "5", "--jobs", "1"], input: input)
    #expect(run.status == 0 && run.errors == "")
    #expect(try Self.statuses(run) == ["ok", "timeout", "timeout", "ok", "ok"])
    let row = String(try #require(run.output.split(separator: "\n").dropFirst().first))
    #expect(row.contains(#""reason":"not done in 5 s of processor time""#))
    #expect(row.contains(#""log_evidence":null"#) && row.contains(#""kl":null"#))
    // What is not slow is the same as without a limit.
    let other = try await CommandRun(
      ["batch", "--jobs", "1"], input: [lines[0], lines[3], lines[4]].joined(separator: "\n"))
    let ok = run.output.split(separator: "\n").enumerated().filter { ![1, 2].contains($0.offset) }
    #expect(ok.map { String($0.element) } == other.output.split(separator: "\n").map(String.init))
  }

  /// That a model is too slow is found once: a million rows of it are as quick as one.
  @Test func aSlowModelIsTriedOnce() async throws {
    let rows = (1...200).map { "{\(Self.slow),\"q\":\"normal(\($0), 1)\"}" }
    let run = try await CommandRun(
      ["batch", "--row-timeout", "1", "--jobs", "1"], input: rows.joined(separator: "\n"))
    #expect(run.status == 0 && run.errors == "")
    #expect(try Self.statuses(run) == rows.map { _ in "timeout" })
  }

  /// However small the time is: rows of all kinds, each with its status.
  @Test(arguments: ["1e-9", "1e-4", "3e-3", "0.03"])
  func everyTimeEndsEveryRow(_ seconds: String) async throws {
    let rows = [
      #"{"q":"beta(2, 3)","p":"logitnormal(0, 1)"}"#,
      #"{"q":"poisson(1e4)","p":"binomial(100000, 0.1)"}"#,
      #"{"q":"exp_mod_normal(0, 1, 1)","p":"skew_normal(0, 1, 2)"}"#,
      #"{"prior":"gamma(2, 1) T[0.5, ]","likelihood":"student_t(4, z, 1)","x":"1,2,3","q":"lognormal(0, 1)"}"#,
      #"{"log_joint":"-abs(z) - z^4 + log(2 + sin(z))","support":"-inf..inf","q":"normal(0, 1)"}"#,
      #"{"log_joint":"-abs(z) - z^4","support":"-inf..inf"}"#, #"{"theta":1,"x":0.3,"phi":2}"#,
    ]
    let run = try await CommandRun(
      ["batch", "--row-timeout", seconds, "--jobs", "1"], input: rows.joined(separator: "\n"))
    let whole = try await CommandRun(["batch", "--jobs", "1"], input: rows.joined(separator: "\n"))
    #expect(run.status == 0 && run.errors == "")
    let (lines, others) = (run.output.split(separator: "\n"), whole.output.split(separator: "\n"))
    try #require(lines.count == rows.count && others.count == rows.count)
    // A row is as it is without a limit, or has none of its numbers.
    let statuses = try Self.statuses(run)
    for (status, (line, other)) in zip(statuses, zip(lines, others)) where status != "timeout" {
      #expect(line == other)
    }
    if seconds == "1e-9" { #expect(statuses.dropLast().allSatisfy { $0 == "timeout" }) }
  }

  /// Forms that are written twice at each level double with each: what makes them asks for the time too.
  @Test func aTowerOfFormulasEndsInTime() async throws {
    let tower = (0..<30).reduce("z^2") { formula, _ in "log(1 + exp(\(formula)))" }
    let run = try await CommandRun(
      ["batch", "--row-timeout", "1", "--jobs", "1"],
      input: #"{"log_joint":"-\#(tower)","support":"-inf..inf","q":"normal(0, 1)"}"# + "\n"
        + "{\(Self.quick)}")
    #expect(try Self.statuses(run) == ["timeout", "ok"])
  }

  /// A square of a square is multiplied out once at each level: twice would be a million million times.
  @Test func aTowerOfPowersEnds() async throws {
    let tower = (0..<40).reduce("z") { formula, _ in "pow(\(formula), 2)" }
    let run = try await CommandRun(
      shell: "ulimit -t 60; exec \"$GAPCHECK\" batch",
      input: #"{"log_joint":"-\#(tower)","support":"-inf..inf","q":"normal(0, 1)"}"# + "\n"
        + "{\(Self.quick)}")
    #expect(run.status == 0, "\(run)")
    #expect(try Self.statuses(run).count == 2 && Self.statuses(run).last == "ok", "\(run)")
  }

  @Test func aSweepGoesOn() async throws {
    let run = try await CommandRun(
      [
        "sweep", "--prior", "mixture(0.5, weibull(2, 1), 0.5, exp_mod_normal(0, 1, 1))",
        "--likelihood", "chi_square(exp(z))", "--x", "2e6", "--q", "normal(0..1:40, 1)",
        "--row-timeout", "1", "--format", "ndjson",
      ])
    #expect(run.status == 1 && run.errors == "")
    #expect(try Self.statuses(run) == (1...40).map { _ in "timeout" })
  }

  @Test func nothingIsToldOfAClaimThatTakesLong() async throws {
    let run = try await CommandRun(
      ["verify", "--row-timeout", "2", "--format", "ndjson"],
      input: "{\(Self.slow),\"quantity\":\"log_evidence\",\"value\":1}\n"
        + "{\(Self.quick),\"quantity\":\"mean\",\"value\":2.5}\n")
    #expect(run.status == 1 && run.errors == "")
    let rows = try run.objects()
    #expect(rows.map { $0["verdict"] } == [.text("cannot_tell"), .text("agrees")])
    #expect(rows[0]["reason"] == .text("not done in 2 s of processor time"))
  }

  /// Divergences that are no KL, whose integrals take 15 s.
  @Test(arguments: ["jeffreys", "total_variation", "jensen_shannon", "chi_square"])
  func aDivergenceEndsInTime(_ quantity: String) async throws {
    let row =
      #"{"q":"chi_square(1)","p":"noncentral_t(4, 1)","quantity":"\#(quantity)","value":0}"#
    for command in ["verify", "fixtures"] {
      let format = command == "verify" ? "csv" : "ndjson"
      let run = try await CommandRun(
        shell: "ulimit -t 15; exec \"$GAPCHECK\" \(command) --row-timeout 0.5 --format \(format)",
        input: row)
      #expect(run.status == 1 && run.errors == "", "\(run)")
      #expect(run.output.contains("not done in 0.5 s of processor time"), "\(run.output)")
    }
  }

  @Test(arguments: ["0", "-1", "soon", "inf"])
  func aTimeIsAPositiveNumber(_ seconds: String) async throws {
    for command in ["batch", "sweep", "verify"] {
      let run = try await CommandRun([command, "--row-timeout=\(seconds)"], input: "")
      #expect(run.status == 64)
      #expect(run.errors.contains("--row-timeout must be a positive finite number"))
    }
  }
}
