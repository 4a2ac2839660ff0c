// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// `sweep` and `batch` of models other than the exercise sheet's.
@Suite struct ModelSweepTests {
  private static let counts = [
    "sweep", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3,0", "--q",
    "gamma(1..9:5, 2)",
  ]

  @Test(arguments: ["csv", "ndjson", "json"])
  func theDefaultModelAsSpecsGivesTheSameBytes(_ format: String) async throws {
    let rates = ["--theta", "1..2:3", "--phi", "0.1..10:7"]
    let specs = [
      "--prior", "exponential(1..2:3)", "--likelihood", "normal(z, 1)", "--q",
      "exponential(0.1..10:7)",
    ]
    let common = ["--x", "0.3,-2", "--format", format]
    let first = try await CommandRun(["sweep"] + rates + common)
    let second = try await CommandRun(["sweep"] + specs + common)
    #expect(first.status == 0)
    #expect(first.output == second.output)
  }

  @Test func everyAxisOfASpecHasAColumn() async throws {
    let run = try await CommandRun([
      "sweep", "--prior", "normal(0, 1..4:2)", "--likelihood", "normal(2*z, 0.5..2:2:linear)",
      "--x", "1", "--q", "normal(-1..1:3, 0.5)",
    ])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 1 + 2 * 2 * 3)
    #expect(
      lines[0].hasPrefix(
        "prior,likelihood,x,q,prior_sigma,likelihood_sigma,q_mu,log_evidence,log_evidence_error,"))
    #expect(
      lines[2].hasPrefix(
        #""normal(0, 1.0)","normal(2*z, 0.5)",1.0,"normal(0.0, 0.5)",1.0,0.5,0.0,"#))
  }

  /// gamma(2, 1) and Poisson: log p(x) = log((x + 1)/2^(x + 2)).
  @Test func conjugateEvidenceIsTheClosedForm() async throws {
    let run = try await CommandRun(ModelSweepTests.counts)
    #expect(run.status == 0)
    let rows = run.table.rows
    #expect(rows.count == 10)
    for row in rows {
      let value = try #require(row["log_evidence"].flatMap(Double.init))
      let error = try #require(row["log_evidence_error"].flatMap(Double.init))
      // log 4 − 5 log 2 and −2 log 2.
      let truth = row["x"] == "3.0" ? -2.0794415416798359 : -1.3862943611198906
      #expect(abs(value - truth) <= error)
      #expect(error < 1e-12)
    }
  }

  @Test(arguments: ["csv", "ndjson"])
  func aSweepThroughABatchIsTheSame(_ format: String) async throws {
    let sweep = try await CommandRun(ModelSweepTests.counts + ["--format", format])
    let batch = try await CommandRun(["batch"], input: sweep.output)
    #expect(batch.status == 0)
    #expect(batch.output == sweep.output)
  }

  @Test func partsAndWorkersMakeTheWhole() async throws {
    let whole = try await CommandRun(ModelSweepTests.counts + ["--jobs", "1"])
    let first = try await CommandRun(ModelSweepTests.counts + ["--jobs", "2", "--shard", "1/2"])
    let second = try await CommandRun(ModelSweepTests.counts + ["--jobs", "2", "--shard", "2/2"])
    #expect(first.output + second.output == whole.output)
  }

  @Test func aFamilysBestMemberIsTakenInEveryCell() async throws {
    let run = try await CommandRun([
      "sweep", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--family",
      "exponential",
    ])
    #expect(run.status == 0)
    // KL(Exp(φ)‖gamma(5, 2)) = 5 log φ + 2/φ + const.
    let row = try #require(run.table.rows.first)
    let rate = try #require(row["q_beta"].flatMap(Double.init))
    #expect(abs(rate - 0.4) < 1e-12)
    #expect(row["q"] == "exponential(\(rate))")
    #expect(row["status"] == "ok")
  }

  @Test func aLogJointDensityIsSweptOverX() async throws {
    let run = try await CommandRun([
      "sweep", "--log-joint", "-z - 0.5*(x - z)^2", "--support", "0..inf", "--x", "1,2", "--q",
      "exponential(1)",
    ])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("log_joint,support,x,q,log_evidence,"))
    let batch = try await CommandRun(["batch"], input: run.output)
    #expect(batch.output == run.output)
  }

  /// A cell whose parameters make no model or no q is a row, and the rest goes on.
  @Test(arguments: [
    (["--likelihood", "normal(z, -1..1:3:linear)", "--q", "normal(0, 1)"], false),
    (["--likelihood", "normal(z, 1)", "--q", "normal(0, -1..1:3:linear)"], false),
    (["--likelihood", "normal(z, 1)", "--q", "normal(0..2:3, 1) T[0, ]"], true),
  ])
  func everyCellIsTyped(_ arguments: [String], _ works: Bool) async throws {
    let run = try await CommandRun(["sweep", "--prior", "normal(0, 1)", "--x", "1"] + arguments)
    #expect(run.status == (works ? 0 : 64), "\(run.errors)")
    #expect(run.table.rows.count == (works ? 3 : 0))
  }

  @Test func optionsOfABatchHoldForEveryRow() async throws {
    let run = try await CommandRun(
      ["batch", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)"],
      input: "id,x,q\na,\"3,1\",\"gamma(6, 3)\"\nb,three,\"gamma(6, 3)\"\nc,3,gamma(6\n")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("a,\"3,1\",\"gamma(6, 3)\",-3.5959414584546"))
    #expect(lines[1].hasSuffix(",true,ok,,proven"))
    #expect(
      lines[2].contains(
        "invalid,\"x must be a finite number, got 'three'\"")
    )
    #expect(lines[3].contains("invalid,") && lines[3].contains("character 8"))
  }

  @Test(arguments: [
    (["--prior", "gamma(2, 1)", "--x", "1"], "give q with --phi or --q"),
    (["--prior", "gamma(2, 1)", "--q", "gamma(1, 1)"], "give the observation with --x"),
    (["--x", "1", "--q", "gamma(1, 1)"], "give the prior with --theta or --prior"),
    (
      ["--prior", "gamma(2, 1)", "--theta", "1", "--x", "1", "--phi", "1"],
      "--theta is short for --prior"
    ),
    (["--prior", "gamma(2)", "--x", "1", "--q", "gamma(1, 1)"], "takes 2 numbers, got 1"),
    (["--prior", "gamma(0..1:3, 1)", "--x", "1", "--q", "gamma(1, 1)"], "alpha of --prior"),
    (["--log-joint", "-z", "--x", "1", "--q", "gamma(1, 1)"], "--log-joint needs its --support"),
    (
      ["--prior", "gamma(2, 1)", "--x", "1", "--q", "gamma(1, 1)", "--family", "gamma"],
      "--family asks for the best q"
    ),
    (
      ["--prior", "gamma(2, 1)", "--x", "1", "--family", "gama"], "gama"
    ),
  ])
  func wrongUsageIsNamed(_ arguments: [String], _ message: String) async throws {
    let run = try await CommandRun(["sweep"] + arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
