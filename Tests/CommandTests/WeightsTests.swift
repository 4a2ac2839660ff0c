// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck weights`.
struct WeightsTests {
  private static let exercise = ["weights", "--theta", "1", "--x", "2", "--phi", "0.8"]

  @Test func everyFormatHasTheSameNumbers() async throws {
    let arguments = Self.exercise + ["--samples", "1000"]
    let record = try await ModelTests.json(arguments)
    for (name, value) in [
      ("ess", 0.787421), ("tail_index", -2), ("variance_log_weight", 3.2070),
      ("chi_square", 0.269969), ("draws_needed", 2699.69),
    ] {
      let number = try #require(record[name]?.number)
      #expect(abs(number - value) <= 1e-4 * abs(value), "\(name)")
      #expect(try #require(record["\(name)_error"]?.number) < 1e-9, "\(name)")
    }
    #expect(record["reverse_chi_square"] == .null && record["status"] == .text("infinite"))
    #expect(record["reached_log_evidence"] == .null)
    let csv = try await CommandRun(arguments + ["--format", "csv"])
    let row = try #require(csv.table.rows.first)
    #expect(Double(row["tail_index_1000"] ?? "") == record["tail_index_1000"]?.number)
    #expect(Double(row["pareto_k_1000"] ?? "") == record["pareto_k_1000"]?.number)
    #expect(row["reverse_chi_square"] == "inf")
    let text = try await CommandRun(arguments)
    #expect(text.status == 0 && text.output.contains("Pareto k (PSIS, seed 1)"))
    #expect(text.output.contains("reverse_chi_square: the density does not fall off fast enough"))
  }

  @Test func theSameSeedDrawsTheSame() async throws {
    let arguments = Self.exercise + ["--samples", "500", "--format", "ndjson", "--seed"]
    let runs = [
      try await CommandRun(arguments + ["7"]), try await CommandRun(arguments + ["7"]),
      try await CommandRun(arguments + ["8"]),
    ]
    #expect(runs[0].output == runs[1].output && runs[0].output != runs[2].output)
  }

  @Test func missingMassIsSaid() async throws {
    let run = try await CommandRun([
      "weights", "--prior", "normal(0, 1)", "--likelihood", "normal(z, 1)", "--x", "0", "--q",
      "exponential(1)",
    ])
    #expect(run.status == 0 && run.output.contains("q misses mass of the posterior"))
  }

  static let wrongUsage = [
    UsageTests.Bad(
      exercise + ["--samples", "24"], "--samples must be whole numbers from 25 to 10000000, got 24"),
    UsageTests.Bad(
      exercise + ["--samples", "1e3"],
      "--samples must be whole numbers from 25 to 10000000, got 1e3"),
  ]

  @Test func claimsOfWeightsAreJudged() async throws {
    let run = try await CommandRun(
      ["verify", "--format", "csv"],
      input: """
        theta,x,phi,quantity,value
        1,2,0.8,ess,0.7874209
        1,2,0.8,tail_index,-2
        1,2,0.8,variance_log_weight,3.3
        1,2,0.8,reverse_chi_square,inf

        """)
    #expect(run.table.rows.map { $0["verdict"] } == ["agrees", "agrees", "differs", "agrees"])
  }
}
