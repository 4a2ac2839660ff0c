// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck check` of models and families that are given as specs.
struct ModelTests {
  static let exercise = ["--theta", "1", "--x", "0.3"]

  /// The exercise's model in other words.
  struct Twin: Sendable, CustomTestStringConvertible {
    let short: [String]
    let long: [String]
    var testDescription: String { long.joined(separator: " ") }

    init(_ short: [String], _ long: [String]) { (self.short, self.long) = (short, long) }
  }

  @Test(
    arguments: [
      Twin(exercise, ["--prior", "exponential(1)", "--likelihood", "normal(z, 1)", "--x", "0.3"]),
      Twin(exercise, ["--prior", " exponential( 1.0 ) ", "--x", "0.3"]),
      Twin(exercise, exercise + ["--likelihood", "normal(z, 1)"]),
      Twin(
        ["--theta", "0.5", "--x=-3", "--phi", "2"],
        ["check", "--prior", "exponential(1/2)", "--x", "-3", "--q", "exponential(2)"]),
    ], ["text", "json", "csv"])
  func theExercisesModelIsTheSameHoweverItIsWritten(_ twin: Twin, _ format: String) async throws {
    let short = try await CommandRun(twin.short + ["--format", format])
    let long = try await CommandRun(twin.long + ["--format", format])
    #expect(short.output == long.output && short.status == long.status)
    #expect(!short.output.isEmpty)
  }

  static let columns =
    [
      "prior", "likelihood", "log_joint", "support", "x", "q", "log_evidence", "log_evidence_error",
      "elbo", "elbo_error", "gap", "gap_error", "kl", "kl_error", "status", "reason", "positive",
      "tight", "evaluations", "tolerance", "version", "gsl_version", "error_kind", "prior_mass",
      "prior_mass_error", "q_mass", "q_mass_error",
    ] + parts

  /// The parts of the ELBO, with their bounds.
  static let parts =
    [
      "expected_log_likelihood", "kl_prior", "expected_log_prior", "entropy", "expected_log_joint",
      "forward_kl", "jeffreys",
    ].flatMap { [$0, "\($0)_error"] } + ["parts_agree", "parts_reason"]

  static func json(_ arguments: [String], status: Int32 = 0) async throws -> [String: JSONValue] {
    let run = try await CommandRun(arguments + ["--format", "json"])
    #expect(run.status == status && run.errors == "")
    return try JSONDecoder().decode([String: JSONValue].self, from: Data(run.output.utf8))
  }

  /// A conjugate model, its posterior and its evidence.
  struct Conjugate: Sendable, CustomTestStringConvertible {
    let model: [String]
    let posterior: String
    let logEvidence: Double
    var testDescription: String { model.joined(separator: " ") }
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    lgamma(a) + lgamma(b) - lgamma(a + b)
  }

  static let conjugates: [Conjugate] = [
    // N(x; 0, 1 + 1), posterior N(x/2, ½).
    Conjugate(
      model: ["--prior", "normal(0, 1)", "--x", "1.5"],
      posterior: "normal(0.75, sqrt(1/2))",
      logEvidence: -0.5 * log(4 * Double.pi) - 1.5 * 1.5 / 4),
    // Γ(2 + 8)/Γ(2) · 4⁻¹⁰/(3! 1! 4!), the posterior gamma(2 + 8, 1 + 3).
    Conjugate(
      model: ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3,1,4"],
      posterior: "gamma(10, 4)", logEvidence: lgamma(10) - 10 * log(4) - log(6 * 24)),
    Conjugate(
      model: ["--prior", "beta(2, 3)", "--likelihood", "binomial(10, z)", "--x", "7"],
      posterior: "beta(9, 6)", logEvidence: log(120) + logBeta(9, 6) - logBeta(2, 3)),
    Conjugate(
      model: ["--prior", "gamma(2, 1)", "--likelihood", "exponential(z)", "--x", "0.5,1.5"],
      posterior: "gamma(4, 3)", logEvidence: lgamma(4) - 4 * log(3)),
    Conjugate(
      model: ["--prior", "uniform(0, 1)", "--likelihood", "binomial(20, z)", "--x", "4"],
      posterior: "beta(5, 17)", logEvidence: -log(21)),
  ]

  @Test(arguments: conjugates)
  func theEvidenceIsRightAndItsPosteriorTight(_ conjugate: Conjugate) async throws {
    let record = try await ModelTests.json(conjugate.model + ["--q", conjugate.posterior])
    let value = try #require(record["log_evidence"]?.number)
    #expect(abs(value - conjugate.logEvidence) <= 1e-12 * abs(conjugate.logEvidence))
    #expect(record["tight"] == .flag(true) && record["positive"] == .flag(false))
    #expect(record["status"] == .text("ok") && record["reason"] == .null)
    let (kl, error) = (record["kl"]?.number, record["kl_error"]?.number)
    #expect(try #require(kl) <= #require(error))
    let text = try await CommandRun(conjugate.model + ["--q", conjugate.posterior])
    #expect(text.output.contains("[yes] tight: q equals the posterior"))
  }

  @Test func jsonAndCSVHoldTheSameFields() async throws {
    let arguments =
      ["--prior", "normal(0, 1)", "--likelihood", "normal(2*z + 1, 0.5)", "--x", "-1,2.5"]
      + ["--q", "normal(0.1, 0.3)"]
    let record = try await ModelTests.json(arguments)
    #expect(Set(record.keys).isSuperset(of: ModelTests.columns))
    #expect(record["prior"] == .text("normal(0.0, 1.0)"))
    #expect(record["likelihood"] == .text("normal(2*z + 1, 0.5)"))
    #expect(record["log_joint"] == .null && record["support"] == .null)
    #expect(record["x"] == .text("-1.0,2.5"))
    #expect(record["q"] == .text("normal(0.1, 0.3)"))
    #expect(record["positive"] == .flag(true) && record["tight"] == .flag(false))
    // log N((−1, 2.5); (1, 1), ¼I + 4·11ᵀ) with determinant 33/16 and residuals (−2, 1.5).
    let truth = -log(2 * Double.pi) - 0.5 * log(33.0 / 16) - 0.5 * (4 * 6.25 - 64.0 / 33 * 0.25)
    #expect(abs(try #require(record["log_evidence"]?.number) - truth) < 1e-12)
    let run = try await CommandRun(arguments + ["--format", "csv"])
    #expect(run.output.hasPrefix(ModelTests.columns.joined(separator: ",") + "\n"))
    let row = try #require(run.table.rows.first)
    for (name, value) in record { #expect(value.isShown(by: row[name] ?? ""), "\(name)") }
  }

  @Test func aLogJointIsAModel() async throws {
    let joint = ["--log-joint", "-z - 0.5*(x - z)^2", "--support", "0..inf", "--x", "0.3"]
    let record = try await ModelTests.json(joint + ["--phi", "2"])
    let exercise = try await ModelTests.json(ModelTests.exercise + ["--phi", "2"])
    #expect(record["log_joint"] == .text("-z - 0.5*(x - z)^2"))
    #expect(record["support"] == .text("0.0..inf"))
    #expect(record["prior"] == .null && record["likelihood"] == .null)
    // The sheet's model without the normalisation of its likelihood.
    let (own, other) = (record["log_evidence"]?.number, exercise["log_evidence"]?.number)
    #expect(abs(try #require(own) - #require(other) - 0.5 * log(2 * Double.pi)) < 1e-13)
    let (gap, kl) = (record["kl"]?.number, exercise["kl"]?.number)
    #expect(abs(try #require(gap) - #require(kl)) < 1e-13)
    let text = try await CommandRun(joint + ["--phi", "2"])
    #expect(text.output.contains("log p(x, z) = -z - 0.5*(x - z)^2, z in (0.0, inf), x = 0.3"))
    #expect(text.output.contains("[yes] the gap is at least 0.0381179522330"))
  }

  @Test(arguments: [
    (["--x", "-3"], "-3.0"), (["--x=-3"], "-3.0"), (["--x", "-1,2"], "-1.0,2.0"),
    (["--x=-1,-2"], "-1.0,-2.0"),
  ])
  func takesNegativeObservations(_ arguments: [String], _ shown: String) async throws {
    let rest = ["--prior", "normal(-1, 2)", "--q", "normal(-1, 1)"]
    #expect(try await ModelTests.json(arguments + rest)["x"] == .text(shown))
  }

  @Test func anInfiniteDivergenceIsAResult() async throws {
    let model = ["--prior", "normal(0, 1)", "--x", "1"]
    let arguments = model + ["--q", "cauchy(0, 1)"]
    let record = try await ModelTests.json(arguments)
    #expect(record["kl"] == .null && record["elbo"] == .null && record["kl_error"] == .null)
    let truth = -0.5 * log(4 * Double.pi) - 0.25
    #expect(abs(try #require(record["log_evidence"]?.number) - truth) < 1e-13)
    #expect(record["status"] == .text("infinite"))
    #expect(record["reason"]?.description.contains("the tail of q is heavier") == true)
    #expect(record["positive"] == .flag(true) && record["tight"] == .flag(false))
    let run = try await CommandRun(arguments + ["--format", "csv"])
    let row = try #require(run.table.rows.first)
    #expect(row["kl"] == "inf" && row["elbo"] == "-inf" && row["gap"] == "inf")
    let text = try await CommandRun(arguments)
    #expect(text.status == 0 && text.output.contains("[yes] KL(q‖posterior) is +∞"))
    // q has mass where the posterior has none.
    let support = try await ModelTests.json(["--theta", "1", "--x", "1", "--q", "normal(1, 1)"])
    #expect(support["status"] == .text("infinite"))
    #expect(
      support["reason"]?.description
        == "q puts mass on (-inf, inf), the posterior only on (0.0, inf)")
  }

  @Test func anInfiniteEvidenceIsNoNumber() async throws {
    let run = try await CommandRun([
      "--log-joint", "z", "--support", "0..inf", "--q", "exponential(1)",
    ])
    #expect(run.status == 2 && run.output == "")
    #expect(run.errors.contains("p(x) is infinite"))
  }
}
