// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck kl`: KL of any pair, beside its closed form.
struct KullbackLeiblerCommandTests {
  static let columns = [
    "q", "p", "kl", "kl_error", "closed_form", "closed_form_error", "agrees", "tight", "status",
    "reason", "evaluations", "tolerance", "version", "gsl_version",
    "error_kind",
  ]

  struct Pair: Sendable, CustomTestStringConvertible {
    let q: String
    let p: String
    /// KL(q‖p), with 15 digits.
    let value: Double
    var testDescription: String { "KL(\(q)‖\(p))" }

    init(_ q: String, _ p: String, _ value: Double) { (self.q, self.p, self.value) = (q, p, value) }

    var arguments: [String] { ["kl", "--q", q, "--p", p] }
  }

  /// Values of the textbook's closed forms in 50 digits, by mpmath.
  static let pairs: [Pair] = [
    Pair("poisson(3)", "poisson(4)", 0.1369537826446572),
    Pair("exponential(2)", "exponential(1)", 0.1931471805599453),
    Pair("exponential(2)", "gamma(3, 1)", 3.427020052042847),
    Pair("chi_square(3)", "gamma(2, 1)", 0.2162428895260663),
    Pair("gamma(2, 1)", "gamma(3, 0.5)", 1.349804387141314),
    Pair("gamma(0.1, 1)", "gamma(0.25, 2)", 0.5255863188855466),
    Pair("gamma(1000, 1)", "gamma(1010, 1)", 0.04985900452400308),
    Pair("inv_gamma(2, 1)", "inv_gamma(3, 0.5)", 1.349804387141314),
    Pair("beta(2, 3)", "beta(0.5, 4)", 1.353627824431647),
    Pair("beta(20, 30)", "beta(21, 29)", 0.04235058401089279),
    Pair("weibull(2, 1)", "weibull(1.5, 3)", 0.9681702549879957),
    Pair("normal(0, 1)", "normal(1, 2)", 0.4431471805599453),
    Pair("lognormal(0, 1)", "lognormal(1, 2)", 0.4431471805599453),
    Pair("rayleigh(1)", "rayleigh(3)", 1.30833568844733),
    Pair("cauchy(0, 1)", "cauchy(2, 3)", 0.5108256237659907),
    Pair("pareto(2, 3)", "pareto(1, 2)", 1.458426135894722),
    Pair("double_exponential(0, 1)", "double_exponential(1, 2)", 0.3770869011456665),
    // p has a kink far from where q has mass.
    Pair("double_exponential(4, 0.04)", "double_exponential(2.1, 4.4)", 4.132298547610598),
    Pair("uniform(0, 1)", "uniform(-1, 2)", 1.09861228866811),
    Pair("half_normal(1)", "half_normal(3)", 0.6541678442236652),
  ]

  @Test(arguments: pairs)
  func agreesWithTheClosedForm(_ pair: Pair) async throws {
    let record = try await ModelTests.json(pair.arguments)
    #expect(Set(record.keys) == Set(KullbackLeiblerCommandTests.columns))
    let (kl, error) = (record["kl"]?.number, record["kl_error"]?.number)
    let distance = abs(try #require(kl) - pair.value)
    #expect(distance <= (try #require(error)) + 1e-15 * pair.value)
    #expect(distance <= 1e-12 * pair.value)
    let closedForm = try #require(record["closed_form"]?.number)
    let rounding = try #require(record["closed_form_error"]?.number)
    #expect(abs(closedForm - pair.value) <= rounding + 1e-15 * pair.value)
    #expect(rounding <= 1e-11 * pair.value)
    #expect(record["agrees"] == .flag(true) && record["status"] == .text("ok"))
    #expect(record["reason"] == .null && record["tight"] == .flag(false))
  }

  @Test(arguments: [
    ("cauchy(0, 1)", "normal(0, 1)", "the tail of q is heavier than p can bear"),
    ("student_t(2, 0, 1)", "normal(0, 1)", "the tail of q is heavier than p can bear"),
    ("normal(0, 1)", "exponential(1)", "q puts mass on (-inf, inf), p only on (0.0, inf)"),
    ("uniform(0, 2)", "beta(2, 2)", "q puts mass on (0.0, 2.0), p only on (0.0, 1.0)"),
    ("pareto(1, 2)", "pareto(2, 2)", "q puts mass on (1.0, inf), p only on (2.0, inf)"),
  ])
  func infinityIsATheorem(_ q: String, _ p: String, _ reason: String) async throws {
    let arguments = ["kl", "--q", q, "--p", p]
    let record = try await ModelTests.json(arguments)
    #expect(record["kl"] == .null && record["kl_error"] == .null)
    #expect(record["closed_form"] == .null && record["agrees"] == .null)
    #expect(record["status"] == .text("infinite"))
    #expect(record["reason"]?.description.contains(reason) == true)
    let text = try await CommandRun(arguments)
    #expect(text.status == 0 && text.output.contains("KL(q‖p) = +∞: "))
    let csv = try await CommandRun(arguments + ["--format", "csv"])
    #expect(csv.table.rows.first?["kl"] == "inf")
  }

  @Test func aHeavyTailMayBeLightEnough() async throws {
    // −log p grows like a logarithm, whose mean exists.
    let record = try await ModelTests.json(
      ["kl", "--q", "cauchy(0, 1)", "--p", "student_t(3, 0, 1)"])
    // E log(1 + z²/a²) = 2 log(1 + 1/a) for z ~ cauchy(0, 1).
    let truth = 0.29285018028752357
    let (kl, error) = (record["kl"]?.number, record["kl_error"]?.number)
    #expect(abs(try #require(kl) - truth) <= (try #require(error)) + 1e-16)
    #expect(record["closed_form"] == .null && record["agrees"] == .null)
  }

  @Test func equalDistributionsAreTight() async throws {
    for spec in ["normal(1, 2)", "gamma(2, 3)", "beta(0.5, 3)"] {
      let record = try await ModelTests.json(["kl", "--q", spec, "--p", spec])
      #expect(record["tight"] == .flag(true) && record["status"] == .text("ok"))
      #expect(record["closed_form"]?.number == 0)
      #expect(record["agrees"] == .flag(true))
    }
    let text = try await CommandRun(["kl", "--q", "beta(0.5, 3)", "--p", "beta(0.5, 3)"])
    #expect(text.output.contains("tight: q equals p, up to the rounding of its parameters"))
  }
}
