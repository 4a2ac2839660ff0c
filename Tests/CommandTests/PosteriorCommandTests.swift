// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck posterior`: moments, modes, quantiles, and densities on a grid.
struct PosteriorCommandTests {
  struct Quantile: Decodable {
    let probability: Double
    let value: Double?
    let error: Double?
  }

  struct Record: Decodable {
    let prior: String?
    let x: String?
    let logEvidence: Double
    let logEvidenceError: Double
    let mean: Double?
    let meanError: Double?
    let sd: Double?
    let sdError: Double?
    let modes: [Double]
    let quantiles: [Quantile]
    let status: String
    let reason: String?
    let evaluations: Int
    let version: String
  }

  static func record(_ arguments: [String], status: Int32 = 0) async throws -> Record {
    let run = try await CommandRun(["posterior"] + arguments + ["--format", "json"])
    #expect(run.status == status)
    #expect(run.errors == "")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Record.self, from: Data(run.output.utf8))
  }

  @Test func ofNormalPriorAndLikelihood() async throws {
    // N(−1.5, ½); the quantiles of N(0, 1) by mpmath.
    let record = try await PosteriorCommandTests.record(["--prior", "normal(0, 1)", "--x", "-3"])
    let deviation = 0.5.squareRoot()
    #expect(abs(record.logEvidence + 0.5 * log(4 * Double.pi) + 2.25) <= record.logEvidenceError)
    #expect(abs(try #require(record.mean) + 1.5) <= (try #require(record.meanError)))
    #expect(abs(try #require(record.sd) - deviation) <= (try #require(record.sdError)))
    #expect(record.modes.count == 1)
    #expect(abs(try #require(record.modes.first) + 1.5) < 1e-14)
    #expect(record.quantiles.map(\.probability) == [0.025, 0.25, 0.5, 0.75, 0.975])
    let standard = [
      -1.9599639845400545, -0.6744897501960817, 0, 0.6744897501960817, 1.9599639845400545,
    ]
    for (quantile, z) in zip(record.quantiles, standard) {
      let bound = try #require(quantile.error)
      #expect(abs(try #require(quantile.value) - (deviation * z - 1.5)) <= bound)
      #expect(bound < 1e-11)
    }
    #expect(record.status == "ok" && record.reason == nil)
    #expect(record.prior == "normal(0.0, 1.0)" && record.x == "-3.0" && record.evaluations > 0)
  }

  @Test func theExercisesModelIsOneToo() async throws {
    let short = try await CommandRun(["posterior", "--theta", "1", "--x", "0.3"])
    let long = try await CommandRun(["posterior", "--prior", "exponential(1)", "--x", "0.3"])
    #expect(short.output == long.output && short.status == 0)
    let record = try await PosteriorCommandTests.record(["--theta", "1", "--x", "0.3"])
    #expect(abs(record.logEvidence + 1.21896776153153) < 1e-14)
    #expect(record.modes == [0])
  }

  @Test func findsBothModes() async throws {
    let record = try await PosteriorCommandTests.record(
      ["--prior", "normal(0, 1)", "--likelihood", "normal(z^2, 0.1)", "--x", "4"])
    // 2z(z² − 4)/0.01 + z = 0.
    let mode = (4 - 0.005).squareRoot()
    try #require(record.modes.count == 2)
    #expect(abs(record.modes[0] + mode) < 1e-13 && abs(record.modes[1] - mode) < 1e-13)
    // Next to no mass lies around the median: its bound says so.
    #expect(record.status == "roundoff")
    #expect(try #require(record.quantiles[2].error) > 1)
  }

  @Test func aMomentThatDoesNotExistIsMissing() async throws {
    // The likelihood is flat in z: the posterior is Cauchy's.
    let model = ["--prior", "cauchy(0, 1)", "--likelihood", "uniform(-1, 1)", "--x", "0.4"]
    let record = try await PosteriorCommandTests.record(model)
    #expect(record.mean == nil && record.sd == nil && record.sdError == nil)
    #expect(record.reason?.contains("E[z | x] does not exist") == true)
    #expect(record.status == "ok")
    #expect(abs(try #require(record.quantiles[3].value) - 1) < 1e-12)
    // With two degrees of freedom there is a mean, and no variance.
    let heavy = try await PosteriorCommandTests.record(
      ["--prior", "student_t(2, 1, 1)"] + model[2...])
    #expect(abs(try #require(heavy.mean) - 1) < 1e-12 && heavy.sd == nil)
    #expect(heavy.reason == "the variance is infinite: a tail is too heavy")
  }

  /// E[z] = Γ(1 + 10¹⁰), and the upper quartile is (log 4)^(10¹⁰): the evidence does not suffer.
  @Test func whatIsTooLargeForADoubleLeavesTheRest() async throws {
    let record = try await PosteriorCommandTests.record(
      ["--prior", "weibull(1e-10, 1)", "--likelihood", "bernoulli(0.5)", "--x", "1"])
    #expect(abs(record.logEvidence + log(2)) <= record.logEvidenceError)
    #expect(record.status == "ok" && record.mean == nil && record.sd == nil)
    #expect(record.quantiles[3].value == nil && record.quantiles[1].value != nil)
    #expect(record.reason?.contains("quantile of 0.75 is too large for a double") == true)
  }

  @Test func csvIsAHeaderAndARow() async throws {
    let model = ["--prior", "normal(0, 1)", "--x", "1,2"]
    let run = try await CommandRun(["posterior"] + model + ["--format", "csv"])
    let row = try #require(run.table.rows.first)
    let record = try await PosteriorCommandTests.record(model)
    #expect(row["log_evidence"] == "\(record.logEvidence)")
    #expect(row["x"] == "1.0,2.0")
    #expect(row["modes"] == record.modes.map { "\($0)" }.joined(separator: " "))
    for quantile in record.quantiles {
      #expect(row["quantile_\(quantile.probability)"] == quantile.value.map { "\($0)" })
    }
  }

  @Test func theGridHoldsDensities() async throws {
    let arguments = ["posterior", "--theta", "1", "--x", "2", "--phi", "0.8", "--grid", "2001"]
    let run = try await CommandRun(arguments)
    #expect(run.status == 0 && run.errors == "")
    let rows = run.table
    #expect(rows.header == ["z", "prior", "likelihood", "posterior", "q"])
    try #require(rows.rows.count == 2001)
    let z = rows.numbers("z")
    #expect(z == z.sorted())
    let (prior, q) = (rows.numbers("prior"), rows.numbers("q"))
    let (likelihood, posterior) = (rows.numbers("likelihood"), rows.numbers("posterior"))
    for index in [0, 700, 2000] {
      let point = z[index]
      #expect(abs(prior[index] - exp(-point)) <= 1e-15)
      #expect(abs(q[index] - 0.8 * exp(-0.8 * point)) <= 1e-15)
      let bell = exp(-0.5 * (2 - point) * (2 - point)) / (2 * Double.pi).squareRoot()
      #expect(abs(likelihood[index] - bell) <= 1e-15)
      // log p(x) = −1.672753779023450.
      #expect(abs(posterior[index] - exp(-point) * bell * exp(1.672753779023450)) <= 1e-14)
    }
    // The grid covers the bulk of all three.
    let step = z[1] - z[0]
    for column in [prior, posterior, q] { #expect(abs(column.reduce(0, +) * step - 1) < 0.01) }
  }

  @Test func theGridLeavesEmptyWhatIsAbsent() async throws {
    let run = try await CommandRun([
      "posterior", "--log-joint", "-0.5*(x - z)^2", "--support", "-inf..inf", "--x=-1", "--grid",
      "3", "--format", "csv",
    ])
    let rows = run.table
    #expect(rows["prior"] == ["", "", ""] && rows["q"] == ["", "", ""])
    #expect(rows["likelihood"] == ["", "", ""])
    // The posterior is N(−1, 1).
    #expect(abs(rows.numbers("z")[1] + 1) < 1e-9)
    #expect(abs(rows.numbers("posterior")[1] - 1 / (2 * Double.pi).squareRoot()) < 1e-13)
  }
}
