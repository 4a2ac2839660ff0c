// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck factorize`: problem 3.
struct FactorizeTests {
  /// Three standard errors of a hundred times the KL decide nothing.
  @Test func aBoundThatIsTooWideCannotTell() async throws {
    let pair = ["--q", "normal(0, 1)", "--p", "normal(1e-3, 1)"]
    let arguments =
      ["factorize", "--calls", "10000"] + [[String]](repeating: pair, count: 7).flatMap { $0 }
    let text = try await CommandRun(arguments)
    let json = try await CommandRun(arguments + ["--format", "json"])
    let csv = try await CommandRun(arguments + ["--format", "csv"])
    #expect(text.status == 1 && json.status == 1 && csv.status == 1)
    #expect(text.output.contains("[cannot tell] whether the two sides agree"))
    #expect(json.output.contains(#""equal":null"#))
    #expect(json.output.contains(#""status":"undecided""#))
    let joint = csv.output.split(separator: "\n").last
    #expect(joint?.contains(",undecided,\"the two sides differ by ") == true)
  }

  /// q, p and KL(q‖p) in closed form.
  static let pairs: [(q: String, p: String, divergence: Double)] = [
    ("exponential(2)", "exponential(1)", log(2) - 0.5),
    ("normal(0, 1)", "normal(1, 2)", log(2) + 0.25 - 0.5),
    ("half_normal(1)", "half_normal(3)", log(3) + 1 / 18 - 0.5),
    ("exponential(1)", "exponential(3)", 2 - log(3)),
    ("normal(1, 0.5)", "normal(0, 1)", log(2) + 0.625 - 0.5),
    ("normal(0, 2)", "normal(0, 3)", log(1.5) + 2 / 9 - 0.5),
    ("gumbel(1, 2)", "gumbel(0, 2)", exp(-0.5) - 0.5),
  ]

  static func arguments(_ count: Int) -> [String] {
    ["factorize"] + pairs.prefix(count).flatMap { ["--q", $0.q, "--p", $0.p] }
  }

  struct Pair: Decodable {
    let q: String
    let kl: Double?
  }

  struct Record: Decodable {
    let dimensions: Int
    let kl: Double?
    let klError: Double?
    let klSum: Double?
    let difference: Double?
    let differenceError: Double?
    let equal: Bool
    let mutualInformation: Double?
    let method: String
    let standardError: Double?
    let status: String
    let reason: String
    let pairs: [Pair]
  }

  static func record(_ arguments: [String], status: Int32 = 0) async throws -> Record {
    let run = try await CommandRun(arguments + ["--format", "json"])
    #expect(run.status == status)
    #expect(run.errors == "")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Record.self, from: Data(run.output.utf8))
  }

  @Test(arguments: [1, 2, 3, 4, 6, 7])
  func theJointIsTheSum(dimensions: Int) async throws {
    let record = try await FactorizeTests.record(FactorizeTests.arguments(dimensions))
    let truth = FactorizeTests.pairs.prefix(dimensions).map(\.divergence).reduce(0, +)
    #expect(record.equal && record.dimensions == dimensions && record.status == "ok")
    #expect(record.pairs.count == dimensions)
    #expect(abs(try #require(record.klSum) - truth) < 1e-13)
    let (joint, difference) = (try #require(record.kl), try #require(record.difference))
    let allowed = try #require(record.differenceError)
    #expect(abs(difference) <= allowed)
    if dimensions <= 6 {
      #expect(record.method == "product" && record.standardError == nil)
      let bound = try #require(record.klError)
      #expect(abs(joint - truth) < 1e-9 && abs(joint - truth) <= bound)
    } else {
      #expect(record.method == "vegas")
      let standardError = try #require(record.standardError)
      #expect(abs(joint - truth) <= 3 * standardError)
      #expect(abs(joint - truth) < 1e-3 * truth)
    }
  }

  @Test func theSupportsDecideAboutInfinity() async throws {
    let arguments =
      FactorizeTests.arguments(1) + ["--q", "normal(0, 1)", "--p", "exponential(1)"]
    let record = try await FactorizeTests.record(arguments)
    #expect(record.kl == nil && record.klSum == nil && record.equal)
    #expect(record.status == "infinite" && record.method == "supports")
    #expect(record.reason == "in dimension 2 q puts mass on (-inf, inf), p only on (0.0, inf)")
    let run = try await CommandRun(arguments)
    #expect(run.status == 0)
    #expect(run.words.contains("[yes] both sides are +∞: \(record.reason)"))
  }

  /// Two axes with the same error: which of them gets more nodes does not depend on the run.
  @Test func everyRunSaysTheSame() async throws {
    let arguments = [
      "factorize", "--q", "student_t(3, 0.25, 1.75)", "--p", "student_t(4.5, 1.25, 2.75)", "--q",
      "normal(0, 1)", "--p", "normal(1, 2)", "--format", "json",
    ]
    var outputs: Set<String> = []
    for _ in 0..<8 { outputs.insert(try await CommandRun(arguments).output) }
    #expect(outputs.count == 1)
  }

  /// −½ log(1 − 0.36).
  @Test func aCorrelationIsNoProduct() async throws {
    let q = ["--q", "normal(0, 1)", "--p", "normal(0, 1)"]
    let arguments = ["factorize"] + q + q + ["--correlation"]
    let record = try await FactorizeTests.record(arguments + ["-0.6"], status: 1)
    #expect(!record.equal)
    #expect(abs(try #require(record.difference) - 0.2231435513142097) < 1e-9)
    #expect(abs(try #require(record.mutualInformation) - 0.2231435513142097) < 1e-15)
    let run = try await CommandRun(arguments + ["0.6"])
    #expect(run.status == 1)
    #expect(run.errors == "")
    #expect(run.output.contains("[NO] the two sides differ by 0.22314355131"))
    let none = try await FactorizeTests.record(arguments + ["0"])
    #expect(none.equal)
  }

  @Test func csvHasARowAPairAndTheTwoSides() async throws {
    let run = try await CommandRun(FactorizeTests.arguments(2) + ["--format", "csv"])
    let rows = run.table.rows
    #expect(rows.map { $0["part"] } == ["1", "2", "sum", "joint"])
    #expect(rows[1]["q"] == "normal(0.0, 1.0)")
    let record = try await FactorizeTests.record(FactorizeTests.arguments(2))
    let values = record.pairs.map(\.kl) + [record.klSum, record.kl]
    #expect(rows.map { Double($0["kl"] ?? "") } == values)
  }
}
