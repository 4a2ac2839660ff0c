// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck bounds`, and the parts of the ELBO in check, sweep and batch.
struct BoundsTests {
  static let exercise = ["--theta", "1", "--x", "2", "--phi", "0.8"]

  /// The object of JSON, which has an array.
  private static func json(_ arguments: [String]) async throws -> [String: Any] {
    let run = try await CommandRun(arguments + ["--format", "json"])
    #expect(run.status == 0 && run.errors == "")
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// The numbers of the exercise at θ = 1, x = 2, φ = 0.8.
  @Test(arguments: [
    ("iwae_2", "-1.757529081626"), ("iwae_5", "-1.701941466708"), ("iwae_50", "-1.6754738535"),
    ("vr_0.5", "-1.7641993975"), ("cubo_2", "-1.553257605"), ("eubo", "-1.52191502"),
    ("log_evidence", "-1.672753779023"),
  ])
  func goldenValues(_ name: String, _ digits: String) async throws {
    let record = try await BoundsTests.json(["bounds"] + BoundsTests.exercise)
    let value = try #require(record[name] as? Double)
    let places =
      digits.count
      - (digits.firstIndex(of: ".").map { digits.distance(from: digits.startIndex, to: $0) } ?? 0)
      - 1
    #expect(abs(value - (try #require(Double(digits)))) <= pow(10, -Double(places)))
    #expect(record["ordered"] as? Bool == true)
  }

  @Test func everyFormatHasTheSameNumbers() async throws {
    let arguments = ["bounds"] + BoundsTests.exercise + ["--samples", "3", "--alpha", "2"]
    let json = try await BoundsTests.json(arguments)
    #expect(json["vr_2"] is NSNull && json["cubo_2"] is Double)
    let csv = try await CommandRun(arguments + ["--format", "csv"])
    let row = try #require(csv.table.rows.first { $0["bound"] == "iwae_3" })
    #expect(Double(row["value"] ?? "") == json["iwae_3"] as? Double && row["side"] == "lower")
    let infinite = try #require(csv.table.rows.first { $0["bound"] == "vr_2" })
    #expect(infinite["value"] == "-inf" && infinite["status"] == "infinite")
    let text = try await CommandRun(arguments)
    #expect(text.status == 0 && text.output.contains("iwae_3"))
    #expect(text.output.contains("[yes] the bounds are in the order"))
  }

  @Test(arguments: [
    (["--samples", "0"], "--samples must be whole numbers from 1 to 1000000000, got 0"),
    (["--samples", "1,"], "--samples must be whole numbers from 1 to 1000000000, got nothing"),
    (["--alpha", "x"], "--alpha must be a finite number, got x"),
    (["--order", "-2"], "--order must be a positive finite number, got -2"),
    (["--steps", "1001"], "--steps must be whole numbers from 1 to 1000, got 1001"),
  ])
  func wrongUsageIsNamed(_ arguments: [String], _ message: String) async throws {
    let run = try await CommandRun(["bounds"] + BoundsTests.exercise + arguments)
    #expect(run.status == 64 && run.errors.contains(message))
  }

  @Test func checkHasThePartsOfTheElbo() async throws {
    let record = try await ModelTests.json(BoundsTests.exercise)
    // E_q[log p(z)] = log θ − θ/φ, H(q) = 1 − log φ, KL(q‖prior) = log(φ/θ) + θ/φ − 1.
    for (name, value) in [
      ("expected_log_prior", -1.25), ("entropy", 1.2231435513142097),
      ("kl_prior", 0.026856448685790245), ("jeffreys", 0.48637996222),
    ] {
      #expect(abs(try #require(record[name]?.number) - value) < 1e-11, "\(name)")
      #expect(try #require(record["\(name)_error"]?.number) < 1e-12, "\(name)")
    }
    #expect(record["parts_agree"] == .flag(true) && record["parts_reason"] == .null)
  }

  @Test func rowsHaveThePartsWhereTheyAreAskedFor() async throws {
    let sweep = try await CommandRun(
      ["sweep", "--theta", "1", "--x", "2", "--phi", "0.8,1", "--parts"])
    let plain = try await CommandRun(["sweep", "--theta", "1", "--x", "2", "--phi", "0.8,1"])
    #expect(sweep.status == 0 && plain.table.rows.first?["entropy"] == nil)
    let row = try #require(sweep.table.rows.first)
    #expect(abs((Double(row["forward_kl"] ?? "") ?? .nan) - 0.15083875935391877) < 1e-13)
    let batch = try await CommandRun(
      shell: #"""
        printf '{"prior":"normal(0, 1)","likelihood":"normal(z, 1)","x":1,"q":"gamma(2, 2)"}\n' \
          | "$GAPCHECK" batch --parts
        """#)
    #expect(batch.status == 0 && batch.output.contains(#""forward_kl":null"#))
    #expect(batch.output.contains("the posterior puts mass on (-inf, inf), q only on (0.0, inf)"))
    let pair = try await CommandRun(
      ["sweep", "--q", "normal(0, 1..2:3)", "--p", "normal(0, 1)", "--parts"])
    #expect(pair.status == 64 && pair.errors.contains("leave out --parts"))
  }
}
