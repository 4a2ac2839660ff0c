// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck check`: its numbers, and its manners.
struct CheckTests {
  /// The columns that the formats promise, in order. There may be more after them.
  static let columns = [
    "theta", "x", "phi", "log_evidence", "log_evidence_error", "elbo", "elbo_error", "gap",
    "gap_error", "kl", "kl_error", "elbo_gradient_theta", "elbo_gradient_phi", "status",
  ]

  static func json(_ arguments: [String]) async throws -> [String: JSONValue] {
    let run = try await CommandRun(arguments + ["--format", "json"])
    #expect(run.errors == "" || run.status == 2)
    #expect(run.output.hasSuffix("}\n"))
    return try JSONDecoder().decode([String: JSONValue].self, from: Data(run.output.utf8))
  }

  // MARK: Numbers

  /// A value to the digits that are known of it.
  struct Known: Sendable, CustomTestStringConvertible {
    let x: String
    let field: String
    let value: Double
    let tolerance: Double
    var testDescription: String { "θ = 1, x = \(x): \(field) = \(value)" }
  }

  @Test(arguments: [
    Known(x: "0.3", field: "log_evidence", value: -1.21896776153153, tolerance: 1e-14),
    Known(x: "0.3", field: "gap", value: 0.0302765390663852, tolerance: 1e-14),
    Known(x: "0.3", field: "kl", value: 0.0302765390663852, tolerance: 1e-16),
    Known(x: "0.3", field: "phi_star", value: 1.80688022843335, tolerance: 1e-14),
    Known(x: "50", field: "log_evidence", value: -49.5, tolerance: 1e-14),
    Known(x: "-40", field: "log_evidence", value: -804.633104601775, tolerance: 1e-12),
    Known(x: "1e4", field: "log_evidence", value: -9999.5, tolerance: 1e-11),
    Known(x: "-1e4", field: "log_evidence", value: -50_000_010.1293789, tolerance: 1e-7),
  ])
  func reproducesKnownValue(_ known: Known) async throws {
    let record = try await CheckTests.json(["--theta", "1", "--x", known.x])
    let value = try #require(record[known.field]?.number)
    #expect(abs(value - known.value) <= known.tolerance)
  }

  @Test func jsonHoldsEveryFieldAndTheSheetsNumbers() async throws {
    let record = try await CheckTests.json(["--theta", "1", "--x", "2", "--phi", "0.8"])
    let more = [
      "phi_star", "minimum_gap", "minimum_gap_error", "positive", "version", "gsl_version",
    ]
    #expect(Set(record.keys).isSuperset(of: CheckTests.columns + more))
    // θ = 1, x = 2, φ = 0.8, so that m = 1; log I(1) in ball arithmetic, the rest by hand.
    let truth: [String: Double] = [
      "theta": 1, "x": 2, "phi": 0.8, "log_evidence": -1.672753779023450,
      "elbo": -2.008294981890463, "gap": 0.335541202867013, "kl": 0.335541202867013,
      "elbo_gradient_theta": -0.25, "elbo_gradient_phi": 1.09375, "phi_star": 1,
      "minimum_gap": 0.246184754181223,
    ]
    for (field, value) in truth {
      let computed = try #require(record[field]?.number)
      #expect(abs(computed - value) < 1e-14, "\(field)")
    }
    for field in ["log_evidence_error", "elbo_error", "gap_error", "kl_error", "minimum_gap_error"]
    {
      let bound = try #require(record[field]?.number)
      #expect(bound > 0 && bound < 1e-13, "\(field)")
    }
    #expect(record["status"] == .text("ok"))
    #expect(record["positive"] == .flag(true))
  }

  @Test func csvIsAHeaderAndARow() async throws {
    let run = try await CommandRun(
      ["check", "--theta", "1", "--x", "2", "--phi", "0.8", "--format", "csv"])
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == 3 && lines[2].isEmpty)
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    #expect(Array(names.prefix(CheckTests.columns.count)) == CheckTests.columns)
    try #require(names.count == cells.count)
    #expect(Array(cells.prefix(3)) == ["1.0", "2.0", "0.8"])
    // The same numbers as in JSON, digit for digit.
    let record = try await CheckTests.json(["--theta", "1", "--x", "2", "--phi", "0.8"])
    for (name, cell) in zip(names, cells) {
      let number = Double(cell)?.description
      #expect(record[name]?.description == number ?? cell, "\(name)")
    }
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test(arguments: [["--x", "-3"], ["--x=-3"], ["check", "--x=-3.0"]])
  func takesNegativeObservation(_ arguments: [String]) async throws {
    let record = try await CheckTests.json(arguments + ["--theta", "1"])
    #expect(record["x"]?.number == -3)
    #expect(abs(try #require(record["log_evidence"]?.number) + 6.860101486527291) < 1e-14)
  }

  @Test func toleranceDecidesTheStatusOnly() async throws {
    let loose = try await CheckTests.json(["--theta", "1", "--x", "0.3"])
    let tight = try await CheckTests.json(["--theta", "1", "--x", "0.3", "--tolerance", "1e-300"])
    #expect(loose["status"] == .text("ok"))
    #expect(tight["status"] == .text("roundoff"))
    #expect(loose["kl"] == tight["kl"])
  }

  // MARK: Bad input

  struct Bad: Sendable, CustomTestStringConvertible {
    let flag: String
    let value: String
    var testDescription: String { "\(flag) '\(value)'" }
  }

  static let badNumbers: [Bad] =
    ["--theta", "--phi", "--tolerance"].flatMap { flag in
      ["0", "-1", "-0.0", "nan", "inf", "-inf", "two", "1,5", "1e400", "1e-400", "1 2", ""]
        .map { Bad(flag: flag, value: $0) }
    }
    + ["nan", "inf", "-inf", "two", "1e400", "1e-400", "0x10", "--3", ""].map {
      Bad(flag: "--x", value: $0)
    }

  @Test(arguments: badNumbers)
  func refusesBadNumber(_ bad: Bad) async throws {
    let good = ["--theta": "1", "--x": "0.3"].filter { $0.key != bad.flag }
    let run = try await CommandRun(good.flatMap { [$0.key, $0.value] } + [bad.flag, bad.value])
    #expect(run.status == 64)
    #expect(run.output == "")
    let kind = bad.flag == "--x" ? "a finite number" : "a positive finite number"
    let shown = bad.value.isEmpty ? "nothing" : bad.value
    let hints = [
      "1,5": "; decimals stand behind a point, as in 1.5",
      "1e-400": "; it is not 0, and no double is as near to 0",
    ]
    let hint = hints[bad.value] ?? ""
    #expect(run.errors.contains("\(bad.flag) must be \(kind), got \(shown)\(hint)\n"))
  }

  @Test(arguments: [
    (["--theta", "1"], "--x"), (["--x", "1"], "--theta"), ([], "--theta"),
    (["--x", "1", "--theta"], "--theta"), (["--theta", "1", "--x"], "--x"),
    (["--theta", "1", "--x", "1", "--phi"], "--phi"),
    (["--theta", "1", "--x", "1", "--format"], "--format"),
    (["--theta", "1", "--x", "1", "--format", "xml"], "xml"),
    (["--theta", "1", "--x", "1", "--format", "JSON"], "JSON"),
    (["--theta", "1", "--x", "1", "--fi", "2"], "--fi"),
    (["--theta", "1", "--x", "1", "more"], "more"),
    (["chekc", "--theta", "1", "--x", "1"], "chekc"),
  ])
  func namesWhatIsMissingOrUnknown(_ arguments: [String], _ name: String) async throws {
    let run = try await CommandRun(arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(name))
  }

  @Test(arguments: [
    (["--theta", "1", "--x", "1", "--phi", "1e-200"], "ELBO"),
    (["--theta", "1", "--x", "1e200"], "ELBO"),
    (["--theta", "1", "--x", "-1e200"], "log p(x, z)"),
    (["--theta", "1", "--x", "1", "--phi", "1e-310"], "q(z)"),
  ])
  func namesTheQuantityThatOverflows(_ arguments: [String], _ quantity: String) async throws {
    for format in ["text", "json", "csv"] {
      let run = try await CommandRun(arguments + ["--format", format])
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.contains(quantity) && run.errors.contains("too large for a double"))
    }
  }

  @Test func anInfiniteGradientIsNullInJSON() async throws {
    // ∂ELBO/∂θ = 1/θ − 1/φ is above the largest double, everything else is not.
    let arguments = ["--theta", "1e-310", "--x", "1", "--phi", "2", "--format", "json"]
    let run = try await CommandRun(arguments)
    let record = try JSONDecoder().decode([String: JSONValue].self, from: Data(run.output.utf8))
    #expect(record["elbo_gradient_theta"] == .null)
    #expect(record["status"] == .text("overflow"))
    #expect(run.status == 2)
  }

  @Test func acceptsTheEndsOfTheRange() async throws {
    let largest = "1.7976931348623157e308"
    let record = try await CheckTests.json(["--theta", "1", "--x", "0", "--phi", largest])
    #expect(abs(try #require(record["kl"]?.number) - 708.3606297815795) < 1e-11)
    let first = try await CheckTests.json(["--theta", largest, "--x", "0"])
    #expect(abs(try #require(first["log_evidence"]?.number) + 0.918938533204673) < 1e-14)
    #expect(first["status"] == .text("underflow"))
  }
}
