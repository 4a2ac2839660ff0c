// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `check --family`, and `gradient` and `sample` of any q.
struct BestFamilyTests {
  static let model = ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3,1"]

  /// The posterior is gamma(6, 3).
  @Test func aConjugateFamilyIsTight() async throws {
    let run = try await CommandRun(
      ["check"] + Self.model + ["--family", "gamma", "--format", "csv"])
    #expect(run.status == 0)
    let row = try #require(run.table.rows.first)
    #expect(row["tight"] == "true")
    #expect(row["status"] == "ok")
    for (name, value) in [("q_alpha", 6.0), ("q_beta", 3)] {
      #expect(abs(try #require(Double(row[name] ?? "")) - value) < 1e-11)
    }
    #expect(try #require(Double(row["gradient_norm"] ?? "")) < 1e-10)
  }

  @Test(arguments: ["uniform", "pareto", "nonsense"])
  func familiesWithoutABestMemberAreRefused(name: String) async throws {
    let run = try await CommandRun(["check"] + Self.model + ["--family", name])
    #expect(run.status == 64)
    #expect(run.errors.contains(name))
  }

  @Test func theGradientOfAnyFamilyIsComparedByEveryMethod() async throws {
    let run = try await CommandRun(
      ["gradient"] + Self.model
        + ["--q", "normal(2, 0.5) T[0, ]", "--samples", "2000", "--format", "csv"])
    #expect(run.status == 0)
    let rows = run.table.rows
    #expect(
      rows.map { $0["method"] } == [
        "quadrature", "numerical derivative", "Monte Carlo, score function",
      ])
    for row in rows {
      for name in ["elbo_gradient_mu", "elbo_gradient_sigma"] {
        #expect(Double(row[name] ?? "") != nil)
      }
    }
  }

  @Test func anyFamilyIsDrawnFrom() async throws {
    let arguments = ["sample", "--q", "normal(1, 2)", "--count", "5"]
    let own = try await CommandRun(arguments + ["--from", "normal"])
    let uniform = try await CommandRun(arguments)
    #expect(own.status == 0)
    for (a, b) in zip(own.table.rows, uniform.table.rows) {
      let (noise, sample) = (Double(a["noise"] ?? ""), Double(a["sample"] ?? ""))
      #expect(abs(try #require(sample) - 1 - 2 * (try #require(noise))) < 1e-14)
      #expect(abs(try #require(sample) - (try #require(Double(b["sample"] ?? "")))) < 1e-14)
    }
  }
}
