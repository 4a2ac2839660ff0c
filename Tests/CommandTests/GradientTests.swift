// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck gradient`: problems 1b and 1c.
struct GradientTests {
  static let point = ["gradient", "--theta", "1", "--x", "0.3", "--phi", "2"]

  /// ∂/∂θ = 1/1 − 1/2, ∂/∂φ = 2/8 + 0.7/4 − 1/2.
  @Test func everyMethodHasTheSheetsNumbers() async throws {
    let run = try await CommandRun(GradientTests.point + ["--format", "csv"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let rows = run.table.rows
    #expect(
      rows.map { $0["method"] } == [
        "closed form", "quadrature", "numerical derivative", "Monte Carlo, pathwise",
        "Monte Carlo, score function",
      ])
    let truth = [
      "elbo": -1.2570857137646182, "elbo_gradient_theta": 0.5, "elbo_gradient_phi": -0.075,
    ]
    for row in rows {
      for (name, value) in truth {
        guard let estimate = Double(row[name] ?? "") else { continue }
        let error = try #require(Double(row["\(name)_error"] ?? ""))
        #expect(error > 0)
        #expect(abs(estimate - value) <= error + value.ulp, "\(row["method"] ?? ""): \(name)")
      }
    }
    for row in rows.prefix(2) {
      #expect(abs(try #require(Double(row["elbo_gradient_phi"] ?? "")) + 0.075) < 1e-14)
    }
  }

  @Test func jsonHasTheNumbersOfCSV() async throws {
    let json = try await CommandRun(GradientTests.point + ["--format", "json"])
    let csv = try await CommandRun(GradientTests.point + ["--format", "csv"])
    let records = try JSONDecoder().decode(
      [[String: JSONValue]].self, from: Data(json.output.utf8))
    let rows = csv.table.rows
    try #require(records.count == rows.count)
    for (record, row) in zip(records, rows) {
      for (name, value) in record { #expect(value.description == row[name], "\(name)") }
    }
  }

  @Test func variancesStandBesideThoseOfTheDraws() async throws {
    let arguments = ["gradient", "--theta", "1", "--x", "2", "--phi", "0.8", "--variances"]
    let run = try await CommandRun(arguments + ["--format", "csv"])
    #expect(run.status == 0 && run.errors == "")
    let rows = run.table.rows
    let exact = try #require(rows.first { $0["method"] == "quadrature" })
    for (name, value) in [
      ("elbo", 3.20703125), ("score_phi", 208.363134), ("score_baseline_phi", 134.332275),
      ("pathwise_phi", 54.321289), ("stl_phi", 40.258789),
    ] {
      let number = try #require(Double(exact["variance_\(name)"] ?? ""), "\(name)")
      #expect(abs(number - value) < 1e-6 * value, "\(name)")
    }
    // From 100,000 draws, without a bound.
    let sampled = try #require(rows.first { $0["method"] == "Monte Carlo, pathwise" })
    let variance = try #require(Double(sampled["variance_pathwise_phi"] ?? ""))
    #expect(abs(variance - 54.3) < 6 && sampled["variance_pathwise_phi_error"] == "")
    #expect(exact["variance_score_theta"] == "")
    let text = try await CommandRun(arguments)
    #expect(text.output.contains("∂ELBO/∂φ, sticking the landing"))
  }

  @Test func theSeedDecides() async throws {
    let first = try await CommandRun(GradientTests.point + ["--samples", "500"])
    let again = try await CommandRun(GradientTests.point + ["--samples", "500", "--seed", "1"])
    let other = try await CommandRun(GradientTests.point + ["--samples", "500", "--seed", "2"])
    #expect(first.output == again.output)
    #expect(first.output != other.output)
  }
}
