// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck compare`: Bayes factors.
struct CompareTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    /// log B, log p(x) of the first, and of the second.
    let (factor, first, second): (String, String, String)
    /// Whether there is a ratio of Savage and Dickey.
    let hasRatio: Bool
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: [String], _ factor: String, _ first: String, _ second: String, hasRatio: Bool)
    {
      self.arguments = arguments
      (self.factor, self.first, self.second) = (factor, first, second)
      self.hasRatio = hasRatio
    }
  }

  /// By mpmath with 25 digits: integrals, and closed forms of conjugate models.
  static let cases: [Case] = [
    Case(
      ["--prior", "cauchy(0, 1)", "--likelihood", "normal(z, 0.5)", "--x", "1.3", "--null", "0"],
      "1.58374595442154281756700151967", "-2.02204539822318461479609609528",
      "-3.60579135264472743236309761495", hasRatio: true),
    // Against vague priors the null wins: the paradox of Lindley.
    Case(
      ["--prior", "normal(0, 1000)", "--x", "0.1", "--null", "0"], "-6.90275578398188205167053",
      "-7.826694317186554794005971", "-0.9239385332046727423354412", hasRatio: true),
    // The null lies at the end of the prior: its density is that of the inside.
    Case(
      ["--prior", "half_cauchy(1)", "--x", "0.5", "--null", "0"],
      "-0.3380229712001484372640634", "-1.381961504404821179044393",
      "-1.043938533204672741780329736", hasRatio: false),
    Case(
      ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3,1,4", "--null", "2"],
      "-0.606293575596999052474782", "-6.030929430693437197596344",
      "-5.424635855096438145121561988", hasRatio: true),
    Case(
      [
        "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3,1,4", "--against-prior",
        "gamma(20, 1)",
      ], "12.53747154043266372750141", "-6.030929430693437197596344",
      "-18.56840097112610092509775", hasRatio: false),
  ]

  private static func json(_ arguments: [String]) async throws -> [String: JSONValue] {
    try await ModelTests.json(["compare"] + arguments)
  }

  @Test(arguments: cases) func isTheDifferenceOfEvidences(_ row: Case) async throws {
    let record = try await CompareTests.json(row.arguments)
    for (name, truth) in [
      ("log_bayes_factor", row.factor), ("log_evidence", row.first),
      ("against_log_evidence", row.second),
    ] {
      let (value, error) = (record[name]?.number, record["\(name)_error"]?.number)
      let distance = Truth(truth).distance(from: try #require(value))
      #expect(distance <= (try #require(error)), "\(name)")
      #expect(try #require(error) <= 1e-13 * max(1, abs(try #require(value))))
    }
    #expect(record["status"] == .text("ok"))
    #expect(record["agrees"] == (row.hasRatio ? .flag(true) : .null))
    #expect((record["log_savage_dickey"] == .null) == !row.hasRatio)
  }

  @Test func theSignTurnsWithTheModels() async throws {
    let (first, second) = (
      ["gamma(2, 1)", "poisson(z)"], ["lognormal(0, 1)", "neg_binomial_2(z, 3)"]
    )
    func factor(_ a: [String], _ b: [String]) async throws -> Double? {
      try await CompareTests.json([
        "--prior", a[0], "--likelihood", a[1], "--x", "3,1,4", "--against-prior", b[0],
        "--against-likelihood", b[1],
      ])["log_bayes_factor"]?.number
    }
    let (one, other) = (try await factor(first, second), try await factor(second, first))
    #expect(try #require(one) == -(try #require(other)))
    #expect(try await factor(first, first) == 0)
  }

  @Test func priorOddsAreMultiplied() async throws {
    let arguments = ["--prior", "normal(0, 1)", "--x", "2", "--null", "0", "--prior-odds", "0.25"]
    let record = try await CompareTests.json(arguments)
    let factor = try #require(record["log_bayes_factor"]?.number)
    let odds = try #require(record["log_posterior_odds"]?.number)
    let error = try #require(record["log_posterior_odds_error"]?.number)
    #expect(abs(odds - (factor - 1.3862943611198906)) <= error)
    let text = try await CommandRun(["compare"] + arguments)
    #expect(text.status == 0 && text.output.contains("posterior odds"))
  }

  @Test func evidencesThatAreLargeLeaveTheDifferenceItsDigits() async throws {
    // log p(x) ≈ −2.5e11 of both.
    let record = try await CompareTests.json(
      [
        "--prior", "normal(0, 1)", "--likelihood", "normal(z, 1)", "--x", "1e6", "--against-prior",
        "normal(0, 1.0000000001)",
      ])
    let (value, error) = (
      record["log_bayes_factor"]?.number, record["log_bayes_factor_error"]?.number
    )
    // mpmath, with the double that 1.0000000001 is.
    #expect(
      Truth("-25.0000020672092747662713833").distance(from: try #require(value))
        <= (try #require(error)))
    #expect(try #require(error) < 1e-10)
  }

  @Test func rowsOfAFileAreReadOnce() async throws {
    let run = try await CommandRun(
      shell: #"""
        printf 'y,w\n1,2\n3,1\n' | "$GAPCHECK" compare --prior 'normal(0, 1)' --data - --x y \
          --likelihood 'normal(w*z, 1)' --against-likelihood 'normal(z, 1)' --format csv
        """#)
    #expect(run.status == 0)
    let row = try #require(run.table.rows.first)
    // x = (1, 3) ~ N(0, 1 + ww'), in closed form.
    let value = try #require(Double(row["log_bayes_factor"] ?? ""))
    let error = try #require(Double(row["log_bayes_factor_error"] ?? ""))
    #expect(
      Truth("-0.9299069236133059880419493941").distance(from: value) <= error)
  }

  @Test func dataThatAreImpossibleUnderTheNull() async throws {
    let arguments = [
      "--prior", "beta(1, 1)", "--likelihood", "bernoulli(z)", "--x", "1", "--null", "0",
    ]
    let record = try await CompareTests.json(arguments)
    #expect(record["log_bayes_factor"] == .null && record["status"] == .text("infinite"))
    #expect(record["reason"]?.description.contains("impossible at z = 0.0") == true)
    let text = try await CommandRun(["compare"] + arguments)
    #expect(text.status == 0 && text.output.contains("log Bayes factor = +∞"))
  }

  @Test(arguments: [
    (["--null", "0", "--against-prior", "normal(0, 1)"], "--null stands for a second model"),
    ([], "say what the model is compared with"),
    (["--null", "zero"], "--null must be a finite number, got zero"),
    (
      ["--null", "0", "--prior-odds", "-1"], "--prior-odds must be a positive finite number, got -1"
    ),
    (["--against-prior", "gama(1, 2)"], "of the second model: --against-prior 'gama(1, 2)'"),
    (
      ["--against-likelihood", "poisson(z"], "of the second model: --against-likelihood 'poisson(z'"
    ),
    (["--against-log-joint", "-z^2"], "--against-log-joint needs its --against-support"),
    (
      ["--against-prior", "normal(0, 1)", "--against-log-joint", "z", "--against-support", "0..1"],
      "give it without --against-prior"
    ),
  ])
  func wrongUsageIsNamed(_ arguments: [String], _ message: String) async throws {
    let run = try await CommandRun(["compare", "--prior", "normal(0, 1)", "--x", "1"] + arguments)
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains(message))
  }

  @Test func aNullHasToMeanSomething() async throws {
    let run = try await CommandRun(
      [
        "compare", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--null",
        "-1",
      ])
    #expect(run.status == 64 && run.output == "")
    #expect(
      run.errors.contains("the null must be a z at which the likelihood has a meaning, got -1.0"))
  }
}
