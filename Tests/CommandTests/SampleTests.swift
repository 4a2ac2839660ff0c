// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

/// `gapcheck sample`: problems 2a and 2b.
struct SampleTests {
  /// 1 − u is 2⁻⁵³, and the logarithm of that is exact.
  @Test(arguments: [0.25, 1, 2, 3])
  func theLargestUniformNoiseHasItsQuantile(rate: Double) throws {
    let value = try Exponential(rate: rate).quantile(1 - 0x1p-53)
    #expect(abs(value * rate - 36.7368005696771) < 5e-14)
    #expect(try Exponential(rate: rate).quantile(1) == .infinity)
  }

  @Test func aMomentThatIsNoNumberIsSaidInWords() async throws {
    let run = try await CommandRun(["sample", "--q", "half_cauchy(1)", "--test"])
    #expect(run.status == 0)
    #expect(run.output.contains("expected infinite") && run.output.contains("expected none"))
  }

  static func sample(_ arguments: [String]) async throws -> [CSVTable.Row] {
    let run = try await CommandRun(["sample", "--phi", "2"] + arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    return run.table.rows
  }

  /// T_φ(ε) = ε/φ and S_φ(u) = −log(1 − u)/φ.
  @Test func theSampleIsMadeOfItsNoise() async throws {
    for (name, transform) in [
      ("exponential", { (noise: Double) in noise / 2 }), ("uniform", { -log1p(-$0) / 2 }),
    ] {
      let rows = try await SampleTests.sample(["--count", "25000", "--from", name])
      #expect(rows.count == 25_000)
      for row in rows {
        let (noise, sample) = (Double(row["noise"] ?? ""), Double(row["sample"] ?? ""))
        let (value, expected) = (try #require(sample), transform(try #require(noise)))
        guard value > 0, abs(value - expected) <= 2 * expected.ulp else {
          Issue.record("\(name): \(row)")
          return
        }
      }
    }
  }

  @Test(arguments: ["uniform", "exponential"])
  func theSameSeedGivesTheSameBytes(_ noise: String) async throws {
    func bytes(_ seed: String) async throws -> String {
      try await CommandRun(
        ["sample", "--phi", "0.3", "--count", "2000", "--seed", seed, "--from", noise]
      ).output
    }
    let (first, again, other) = (try await bytes("7"), try await bytes("7"), try await bytes("8"))
    #expect(first == again)
    #expect(first != other)
  }

  /// 10⁵ samples, for time's sake; docs/exercise.md has 10⁶. Of ten true samples two or more are rejected
  /// at 1 % with a probability of 0.4 %.
  @Test(arguments: ["uniform", "exponential"])
  func samplesPassTheirTest(_ noise: String) async throws {
    var pValues: [Double] = []
    for seed in 1...10 {
      let record = try await CheckTests.json(
        ["sample", "--phi", "2", "--count", "100000", "--seed", "\(seed)", "--from", noise]
          + ["--test"])
      pValues.append(try #require(record["ks_p_value"]?.number))
      for (name, expected) in [("mean", 0.5), ("variance", 0.25)] {
        #expect(record["expected_\(name)"]?.number == expected)
        let value = try #require(record[name]?.number)
        let error = try #require(record["\(name)_standard_error"]?.number)
        #expect(abs(value - expected) < 4 * error, "\(name), seed \(seed)")
      }
    }
    #expect(pValues.filter { $0 < 0.01 }.count <= 1, "\(pValues)")
  }

  @Test func theTestsResultIsInEveryFormat() async throws {
    let arguments = ["--count", "500", "--test"]
    let record = try await CheckTests.json(["sample", "--phi", "2"] + arguments)
    let row = try #require(try await SampleTests.sample(arguments + ["--format", "csv"]).first)
    #expect(row.cells.count == record.count)
    for (name, cell) in row.members { #expect(record[name]?.isShown(by: cell) == true, "\(name)") }
    let run = try await CommandRun(["sample", "--phi", "2"] + arguments)
    #expect(run.output.contains("500 samples of exponential(2.0)"))
    #expect(run.output.contains("p-value"))
  }

  @Test func aReaderMayLeaveEarly() async throws {
    let run = try await CommandRun(
      shell: #""$GAPCHECK" sample --phi 2 --count 1000000000 | head -3 | wc -l"#)
    #expect(run.output.trimmingCharacters(in: .whitespaces) == "3\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }
}
