// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Intervals as observations, wherever the command takes observations.
struct CensoredTests {
  private static let model = ["--prior", "normal(0, 5)", "--likelihood", "weibull(1.5, exp(z))"]
  /// log p(x) of 1.2, 0.4 and 3..inf: see Tests/Fixtures/censored.csv.
  private static let evidence = "-6.33809747891326"

  @Test(arguments: [
    "y\n1.2\n0.4\n3..inf\n", "y,w\n1.2,1\n\"0.4\",1\n 3..inf ,1\n",
    "y\tw\n1.2\t1\n0.4\t1\n3..inf\t1\n",
    "{\"y\":1.2}\n{\"y\":0.4}\n{\"y\":\"3..inf\"}\n",
  ])
  func aCellMayBeAnInterval(_ text: String) async throws {
    let run = try await CommandRun(
      ["posterior"] + CensoredTests.model + ["--data", "-", "--x", "y", "--format", "csv"],
      input: text)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.table.rows.first?["log_evidence"]?.hasPrefix(CensoredTests.evidence) ?? false)
    #expect(run.table.rows.first?["status"] == "ok")
  }

  @Test(arguments: [
    ("lo..hi", "lo,hi\n1.2,1.2\n0.4,0.4\n3,inf\n"), ("lo..hi", "hi,lo\n1.2,1.2\n0.4,0.4\nInf,3\n"),
  ])
  func twoColumnsAreEnds(_ x: String, _ text: String) async throws {
    let run = try await CommandRun(
      ["posterior"] + CensoredTests.model + ["--data", "-", "--x", x, "--format", "csv"],
      input: text)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.table.rows.first?["log_evidence"]?.hasPrefix(CensoredTests.evidence) ?? false)
  }

  @Test(arguments: [
    (
      "lo..hi", "lo,hi\n2,1\n",
      "line 2: an interval must have its ends in ascending order, got 2.0..1.0"
    ),
    ("lo..hi", "lo,hi\n2,x\n", "line 2, column 'hi': a number, inf or -inf is needed, got 'x'"),
    ("lo..hi", "lo,up\n2,3\n", "the input has no column 'hi'"),
    (
      "y", "y\n3..2\n",
      "line 2, column 'y': a finite number, or an interval such as 3..5 or 2..inf, is needed, got '3..2'"
    ),
    ("y", "y\n1\n-3..-2\n", "line 3: no z can give x = -3.0..-2.0 under weibull(1.5, exp(z))"),
    ("y", "y\n1\n3..3\n", "line 3: an interval needs two different ends where x has a density"),
  ])
  func aWrongIntervalIsNamedWithItsLine(
    _ x: String, _ text: String, _ message: String
  ) async throws {
    let run = try await CommandRun(
      ["posterior"] + CensoredTests.model + ["--data", "-", "--x", x], input: text)
    #expect(run.status == 65)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test(arguments: [
    ("5..3", "--x must be an interval with its ends in ascending order, got '5..3'"),
    ("1..2:3", "--x is an interval, which has no count"),
    ("a..3", "--x must be a finite number, or an interval such as 3..5 or 2..inf, got 'a..3'"),
    ("-3..-1", "no z can give x = -3.0..-1.0"),
  ])
  func aWrongIntervalIsAnError(_ x: String, _ message: String) async throws {
    let run = try await CommandRun(["posterior"] + CensoredTests.model + ["--x", x])
    #expect(run.status == 64)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  /// An interval is one value of the axis, and the rows can be read again.
  @Test func aSweepHasIntervals() async throws {
    let run = try await CommandRun([
      "sweep", "--prior", "normal(0, 1)", "--likelihood", "normal(z, 1)", "--x",
      "0.3,2..inf,-inf..0",
      "--q", "normal(0, 0.5..1:2)",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.table.rows.map { $0["x"] }
        == ["0.3", "0.3", "2.0..inf", "2.0..inf", "-inf..0.0", "-inf..0.0"])
    #expect(run.table.rows.last?["log_evidence"]?.hasPrefix("-0.693147180559945") ?? false)
    let batch = try await CommandRun(["batch"], input: run.output)
    #expect(batch.output == run.output)
  }

  @Test func anArrayOfJSONHasIntervalsAsStrings() async throws {
    let run = try await CommandRun(
      ["batch"],
      input: #"{"prior":"normal(0, 5)","likelihood":"weibull(1.5, exp(z))","x":[1.2,0.4,"3..inf"]}"#
        + "\n")
    #expect(run.output.contains("\"log_evidence\":\(CensoredTests.evidence)"), "\(run.output)")
  }

  @Test func aDensityTakesNoInterval() async throws {
    for arguments in [
      ["--log-joint", "-0.5*(x - z)^2", "--support", "-inf..inf"],
      ["--prior", "normal(0, 1)", "--log-likelihood", "-0.5*(x - z)^2"],
    ] {
      let run = try await CommandRun(["posterior", "--x", "1..2"] + arguments)
      #expect(run.status == 64)
      #expect(run.errors.contains("has a density alone: an interval needs --likelihood"))
    }
  }
}
