// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import TestSupport
import Testing

/// `gapcheck maximize` with `?`: tables of groups, and what is written in every format.
struct LearningCommandTests {
  private static func path(_ name: String) -> String {
    PackageRoot.file("Tests/Fixtures/\(name).csv").path
  }

  private static let cases: [String: [String]] = [
    "gamma_poisson": [
      "--prior", "gamma(?, ?)", "--likelihood", "poisson(z)", "--data", path("learning_counts"),
      "--x", "n", "--each-row",
    ],
    "beta_binomial": [
      "--prior", "beta(?, ?)", "--likelihood", "binomial(trials, z)", "--data",
      path("learning_counts"), "--x", "hits", "--each-row",
    ],
    "normal_unit": [
      "--prior", "normal(?, ?)", "--data", path("learning_groups"), "--x", "y", "--group", "group",
    ],
    "normal_normal": [
      "--prior", "normal(?, ?)", "--likelihood", "normal(z, ?)", "--data", path("learning_groups"),
      "--x", "y", "--group", "group",
    ],
  ]

  /// By mpmath on the closed forms: see Tests/Fixtures/generate_learning.py.
  @Test(arguments: cases.keys.sorted())
  func aThousandGroupsReachTheClosedForm(_ name: String) async throws {
    let arguments = try #require(LearningCommandTests.cases[name])
    let record = try await CheckTests.json(["maximize"] + arguments)
    #expect(record["group_count"]?.number == 1000)
    #expect(record["log_evidence_outcome"]?.description == "attained")
    #expect(record["status"]?.description == "ok")
    let truths = try CSVTable(fixture: "learning_truth").rows.filter { $0["case"] == name }
    #expect(truths.count > 2)
    for row in truths {
      let field = try #require(row["field"])
      let value = try #require(record[field]?.number)
      let error = try #require(record["\(field)_error"]?.number)
      #expect(Estimate(value, error: error).covers(Truth(try #require(row["truth"]))), "\(field)")
      #expect(error < 1e-10 * max(1, abs(value)))
    }
  }

  private static let few = [
    "maximize", "--prior", "gamma(?, ?)", "--likelihood", "poisson(z)", "--x", "3,0,7,1,12,2",
    "--each-row",
  ]

  private static func row(_ arguments: [String]) async throws -> CSVTable.Row {
    let run = try await CommandRun(few + arguments + ["--format", "csv"])
    #expect(run.errors == "" && run.status == 0)
    return try #require(run.table.rows.first)
  }

  @Test func aFamilyIsAQOfWhichAllIsFree() async throws {
    let family = try await LearningCommandTests.row(["--family", "lognormal"])
    let q = try await LearningCommandTests.row(["--q", "lognormal(?, ?)"])
    #expect(family.cells == q.cells)
    let (likelihood, elbo) = (q.number("log_evidence"), q.number("elbo"))
    #expect(q.number("shortfall") > 0.01)
    #expect(abs(likelihood - elbo - q.number("shortfall")) < 1e-12)
    // A q of which less is free is no better.
    let part = try await LearningCommandTests.row(["--q", "lognormal(?, 0.5)"])
    #expect(part.number("elbo") < elbo)
  }

  private struct Record: Decodable {
    struct Group: Decodable {
      let group: String
      let q: String
    }
    let groups: [Group]
    let elbo: Double
  }

  @Test func jsonHasTheQOfEachGroup() async throws {
    let run = try await CommandRun(
      LearningCommandTests.few + ["--family", "gamma", "--format", "json"])
    let record = try JSONDecoder().decode(Record.self, from: Data(run.output.utf8))
    let row = try await LearningCommandTests.row(["--family", "gamma"])
    #expect(record.elbo == row.number("elbo"))
    #expect(record.groups.map(\.group) == ["1", "2", "3", "4", "5", "6"])
    #expect(record.groups.allSatisfy { $0.q.hasPrefix("gamma(") })
  }

  @Test func aLogLikelihoodHasFreeNumbersToo() async throws {
    let named = try await CheckTests.json([
      "maximize", "--prior", "normal(0, ?)", "--likelihood", "normal(z, 1)", "--x", "1,2,4",
    ])
    let formula = try await CheckTests.json([
      "maximize", "--prior", "normal(0, 1)", "--log-likelihood",
      "-0.5*(x - exp(?)*z)^2 - 0.5*log(2*pi())", "--x", "1,2,4",
    ])
    #expect(named["log_evidence_outcome"]?.description == "attained")
    let (a, b) = (named["log_evidence"]?.number ?? .nan, formula["log_evidence"]?.number ?? .nan)
    #expect(abs(a - b) < 1e-12)
    let scale = try #require(formula["likelihood_1"]?.number)
    #expect(abs(exp(scale) - (named["prior_sigma"]?.number ?? .nan)) < 1e-9)
  }

  @Test func severalLikelihoodsHaveTheirOwnParameters() async throws {
    let table = "n,y,g\n3,1.2,a\n5,1.9,a\n1,0.3,b\n0,-0.1,b\n9,2.2,c\n12,2.6,c\n"
    let run = try await CommandRun(
      [
        "maximize", "--prior", "normal(?, ?)", "--likelihood", "poisson(exp(z))", "--x", "n",
        "--likelihood", "normal(z, ?)", "--x", "y", "--data", "-", "--group", "g", "--format",
        "json",
      ], input: table)
    let record = try #require(try run.objects().first)
    #expect(record["likelihood2_sigma"]?.number ?? -1 > 0 && run.status == 0)
    #expect(record["group_count"]?.number == 3 && record["rows"]?.number == 6)
  }

  static let mistakes: [([String], [String])] = [
    (["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3"], ["learned by ?"]),
    (["--prior", "gama(?, 1)", "--x", "3"], ["--prior", "'gama(?, 1)'", "gamma"]),
    (
      ["--prior", "normal(?, 1)", "--likelihood", "normal(y, 1)", "--x", "3"],
      ["--likelihood", "y"]
    ),
    (["--prior", "normal(?, 1)"], ["--x"]),
    (["--prior", "normal(?, 1)", "--x", "3", "--group", "g"], ["--group", "--data"]),
    (["--prior", "normal(?, 1)", "--x", "3", "--q", "normal(0, 1)"], ["--q", "?"]),
    (["--prior", "gamma(?, 1)", "--x", "3", "--q", "normal(?, 1)"], ["puts mass on"]),
    (["--log-joint", "-z^2", "--support=-inf..inf"], ["--log-joint", "--prior"]),
    (["--likelihood", "poisson(z)", "--x", "3"], ["--prior"]),
    (["--theta", "?", "--prior", "gamma(?, 1)", "--x", "3"], ["one of them"]),
  ]

  /// A ? is shown as it was typed.
  @Test(arguments: ["binomial(?, z)", "poisson(?)", "beta(?, z)"])
  func aMisplacedMarkIsShownAsTyped(_ likelihood: String) async throws {
    let run = try await CommandRun([
      "maximize", "--prior", "gamma(?, 1)", "--likelihood", likelihood, "--x", "3,0.5,2",
      "--each-row",
    ])
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains(likelihood) && !run.errors.contains("1.0"), "\(run.errors)")
  }

  @Test(arguments: mistakes)
  func aMistakeSaysWhatIsRight(_ arguments: [String], _ parts: [String]) async throws {
    let run = try await CommandRun(["maximize"] + arguments)
    #expect(run.status == 64 || run.status == 2)
    #expect(run.output == "")
    for part in parts { #expect(run.errors.contains(part), "\(run.errors)") }
  }
}
