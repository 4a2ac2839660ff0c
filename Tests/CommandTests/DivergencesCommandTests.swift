// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck divergences`.
struct DivergencesCommandTests {
  private static let pair = ["divergences", "--q", "normal(0, 1)", "--p", "normal(1, 2)"]

  @Test func everyFormatHasTheSameNumbers() async throws {
    let record = try await ModelTests.json(Self.pair + ["--alpha", "0.5,3"])
    for (name, value) in [
      ("kl", 0.4431471805599453), ("jeffreys", 1.75), ("jensen_shannon", 0.12817497305439801),
      ("hellinger_squared", 0.14919453784735981), ("total_variation", 0.39006566012105566),
      ("renyi_0.5", 0.32314355131420976),
    ] {
      #expect(abs(try #require(record[name]?.number) - value) < 1e-13, "\(name)")
      #expect(try #require(record["\(name)_error"]?.number) < 1e-12, "\(name)")
    }
    #expect(record["chi_square"] == .null && record["status"] == .text("infinite"))
    #expect(record["ordered"] == .flag(true))
    let csv = try await CommandRun(Self.pair + ["--format", "csv"])
    let row = try #require(csv.table.rows.first)
    #expect(Double(row["total_variation"] ?? "") == record["total_variation"]?.number)
    #expect(row["chi_square"] == "inf")
    let text = try await CommandRun(Self.pair)
    #expect(text.status == 0 && text.output.contains("chi_square: the density does not fall off"))
  }

  static let wrongUsage = [
    UsageTests.Bad(
      pair + ["--alpha", "-1"], "--alpha must be a number that is not negative, got -1"),
    UsageTests.Bad(pair + ["--alpha", "x"], "--alpha must be a finite number, got x"),
  ]

  @Test func claimsOfDivergencesAreJudged() async throws {
    let run = try await CommandRun(
      ["verify", "--format", "csv"],
      input: """
        q,p,quantity,value
        "normal(0, 1)","normal(1, 2)",total_variation,0.39006566
        "normal(0, 1)","normal(1, 2)",jensen_shannon,0.2
        "poisson(3)","poisson(4)",hellinger_squared,0.03526168

        """)
    #expect(run.table.rows.map { $0["verdict"] } == ["agrees", "differs", "agrees"])
  }
}
