// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck sweep` of KL(q‖p), along the parameters of both.
@Suite struct PairSweepTests {
  private static let normals = [
    "sweep", "--q", "normal(-1..1:3, 0.5..2:2)", "--p", "normal(0, 1..3:2:linear)",
  ]

  /// log(τ/σ) + (σ² + μ²)/(2τ²) − ½.
  @Test func theAxesOfBothAreVaried() async throws {
    let run = try await CommandRun(Self.normals)
    #expect(run.status == 0 && run.errors == "")
    let table = run.table
    #expect(
      table.header == [
        "q", "p", "q_mu", "q_sigma", "p_sigma", "kl", "kl_error", "closed_form",
        "closed_form_error", "agrees", "tight", "status", "reason", "error_kind",
      ])
    #expect(
      table.numbers("p_sigma") == Array(repeating: 1, count: 6) + Array(repeating: 3, count: 6))
    #expect(table.numbers("q_mu").prefix(6) == [-1, -1, 0, 0, 1, 1])
    #expect(table["q"].first == "normal(-1.0, 0.5)" && table["p"].first == "normal(0, 1.0)")
    #expect(Set(table["agrees"]) == ["true"])
    for row in table.rows {
      let (mean, deviation) = (row.number("q_mu"), row.number("q_sigma"))
      let other = row.number("p_sigma")
      let truth =
        log(other / deviation)
        + (deviation * deviation + mean * mean) / (2 * other * other) - 0.5
      #expect(abs(row.number("kl") - truth) <= row.number("kl_error") + 1e-15)
    }
  }

  @Test func aCellSaysWhatKLSays() async throws {
    let sweep = try await CommandRun([
      "sweep", "--q", "normal(0, 0.5..2:3)", "--p", "student_t(3, 0, 1)", "--format", "ndjson",
    ])
    #expect(sweep.status == 0)
    let objects = try sweep.objects()
    #expect(objects.map { $0["q_sigma"]?.number } == [0.5, 1, 2])
    for object in objects {
      let q = try #require(object["q"]?.description)
      let alone = try await ModelTests.json(["kl", "--q", q, "--p", "student_t(3, 0, 1)"])
      for name in ["kl", "kl_error", "closed_form", "agrees", "tight", "status", "error_kind"] {
        #expect(object[name] == alone[name], "\(name) of \(q)")
      }
    }
  }

  @Test func phiIsTheRateOfQ() async throws {
    let short = try await CommandRun(["sweep", "--phi", "1..4:3", "--p", "gamma(1, 2)"])
    let long = try await CommandRun(
      ["sweep", "--q", "exponential(1..4:3)", "--p", "gamma(1, 2)"])
    #expect(short.status == 0 && short.output == long.output)
    #expect(short.table["tight"] == ["false", "true", "false"])
    let single = try await CommandRun(["sweep", "--phi", "2", "--p", "exponential(1)"])
    #expect(single.table["q"] == ["exponential(2)"] && single.table.header[2] == "kl")
  }

  @Test(arguments: ["csv", "ndjson"])
  func aSweepThroughABatchIsTheSame(_ format: String) async throws {
    let sweep = try await CommandRun(Self.normals + ["--format", format])
    for jobs in ["1", "3"] {
      let batch = try await CommandRun(["batch", "--jobs", jobs], input: sweep.output)
      #expect(batch.status == 0 && batch.output == sweep.output)
    }
  }

  @Test func partsAndWorkersMakeTheWhole() async throws {
    let whole = try await CommandRun(Self.normals + ["--jobs", "1"])
    let parts = [
      try await CommandRun(Self.normals + ["--jobs", "2", "--shard", "1/2"]),
      try await CommandRun(Self.normals + ["--jobs", "3", "--shard", "2/2"]),
    ]
    #expect(parts.map(\.output).joined() == whole.output)
  }

  @Test func infinityIsARowAndTheRestGoesOn() async throws {
    let run = try await CommandRun([
      "sweep", "--q", "uniform(0, 1)", "--p", "uniform(0, 0.5..2:3)",
    ])
    #expect(run.status == 1)
    #expect(run.table["status"] == ["infinite", "ok", "ok"])
    #expect(run.table["kl"].first == "inf")
    #expect(run.table["reason"].first?.contains("q puts mass on") == true)
  }

  @Test func anUnfinishedOneGoesOnWithItsOwnParametersOnly() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"""
      sweep() { "$GAPCHECK" sweep --q "normal(0, 0.5..2:$2)" --p "$1" --output f $3; }
      "$GAPCHECK" sweep --q 'normal(0, 0.5..2:100000000)' --p 'normal(0, 1)' --output f & p=$!
      while [ $(wc -c 2> /dev/null < f.gapcheck-partial || echo 0) -lt 4000 ]; do sleep 0.01; done
      kill -9 $p; wait $p 2> /dev/null
      head -c 1000 f.gapcheck-partial > start; cp start f.gapcheck-partial
      sweep 'normal(0, 2)' 100000000 --resume; echo $?; cmp start f.gapcheck-partial
      sed -i s/:100000000/:7/ f.gapcheck-partial.parameters; head -n 1 start > f.gapcheck-partial
      sweep 'normal(0, 1)' 7 --resume && "$GAPCHECK" sweep --q 'normal(0, 0.5..2:7)' \
        --p 'normal(0, 1)' | cmp f - && echo same
      """#)
    #expect(run.output == "74\nsame\n", "\(run.errors)")
  }

  @Test(arguments: [
    (["--p", "normal(0, 1)"], "give q with --phi or --q"),
    (["--p", "normal(0, 1)", "--phi", "best"], "--phi best is for the exercise sheet's model"),
    (["--p", "normal(0, 1)", "--family", "normal"], "leave out --family"),
    (["--p", "normal(0, 1)", "--q", "normal(0, 1)", "--x", "1"], "leave out --x"),
    (["--p", "normal(0, 1)", "--q", "normal(0, 1)", "--theta", "1"], "leave out --theta"),
    (["--p", "normal(0, 1)", "--q", "normal(0, 1)", "--log-joint", "-z"], "leave out --log-joint"),
    (["--p", "normal(0, 0..1:3)", "--q", "normal(0, 1)"], "sigma of --p must be a positive"),
    (["--p", "normal(0, 1)", "--q", "normal(0, 1..2)"], "sigma of --q must be VALUE"),
    (["--p", "normal(0", "--q", "normal(0, 1)"], "--p 'normal(0'"),
    (["--p", "normal(0, 1)", "--q", "normal(0, 1)", "--phi", "1"], "--phi is short for --q"),
  ])
  func wrongUsageIsNamed(_ options: [String], _ message: String) async throws {
    let run = try await CommandRun(["sweep"] + options)
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
