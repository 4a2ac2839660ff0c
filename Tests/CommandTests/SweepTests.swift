// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck sweep`: its rows, in every format, for every number of workers, in parts.
struct SweepTests {
  static let formats = ["csv", "ndjson", "json"]

  /// More rows than a worker computes at a time, and no multiple of that.
  static let grid = ["sweep", "--theta", "0.5..2:3", "--x=-4..4:29", "--phi", "0.01..100:59"]

  @Test func phiIsFastestAndThetaSlowest() async throws {
    let run = try await CommandRun([
      "sweep", "--theta", "1,2", "--x=-1,0,1", "--phi", "3,4",
    ])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let rows = run.table
    #expect(rows.header.starts(with: CheckTests.columns))
    #expect(rows.numbers("theta") == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
    #expect(rows.numbers("x") == [-1, -1, 0, 0, 1, 1, -1, -1, 0, 0, 1, 1])
    #expect(rows.numbers("phi") == [3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4])
    #expect(Set(rows["status"]) == ["ok"])
  }

  @Test func aRowSaysWhatCheckSays() async throws {
    let run = try await CommandRun(["sweep", "--theta", "1", "--x", "2", "--phi", "0.8"])
    let rows = run.table
    let record = try await CheckTests.json(["--theta", "1", "--x", "2", "--phi", "0.8"])
    for column in CheckTests.columns {
      #expect(rows[column] == [record[column]?.description], "\(column)")
    }
  }

  @Test func bestIsThePhiOfCheck() async throws {
    let run = try await CommandRun(["sweep", "--theta", "1,3", "--x", "0.3", "--phi", "best"])
    #expect(run.status == 0)
    let rows = run.table
    for (index, theta) in ["1", "3"].enumerated() {
      let record = try await CheckTests.json(["--theta", theta, "--x", "0.3"])
      #expect(rows["phi"][index] == record["phi_star"]?.description)
      #expect(rows["kl"][index] == record["kl"]?.description)
    }
  }

  @Test func everyFormatHoldsTheSame() async throws {
    let axes = ["sweep", "--theta", "1", "--x", "0.3,2", "--phi", "0.5,2"]
    let csv = try await CommandRun(axes)
    let ndjson = try await CommandRun(axes + ["--format", "ndjson"])
    let json = try await CommandRun(axes + ["--format", "json"])
    let rows = csv.table
    let objects = try ndjson.objects()
    #expect(objects.count == 4)
    for (index, object) in objects.enumerated() {
      for name in rows.header { #expect(object[name]?.description == rows[name][index]) }
    }
    #expect(
      try JSONDecoder().decode([[String: JSONValue]].self, from: Data(json.output.utf8)) == objects)
  }

  @Test(arguments: formats)
  func theNumberOfWorkersChangesNothing(_ format: String) async throws {
    let one = try await CommandRun(SweepTests.grid + ["--format", format, "--jobs", "1"])
    #expect(one.status == 0)
    for jobs in ["2", "7"] {
      let other = try await CommandRun(SweepTests.grid + ["--format", format, "--jobs", jobs])
      #expect(other.output == one.output, "\(jobs) workers")
    }
  }

  @Test(arguments: formats)
  func thePartsAreTheWhole(_ format: String) async throws {
    let grid = ["sweep", "--theta", "1,2", "--x=-1..1:5", "--phi", "1..9:10", "--format", format]
    let whole = try await CommandRun(grid)
    for count in [3, 7, 150] {
      let run = try await CommandRun(
        shell: "for k in $(seq \(count)); do \"$GAPCHECK\" "
          + grid.joined(separator: " ") + " --shard $k/\(count) || exit 1; done")
      #expect(run.status == 0)
      #expect(run.output == whole.output, "\(count) parts")
    }
  }

  @Test(arguments: ["0/3", "4/3", "1", "1/0", "-1/3", "a/b", "1/2/3", "1/99999999999999999999"])
  func refusesAPartThatIsNone(_ shard: String) async throws {
    let run = try await CommandRun(
      ["sweep", "--theta", "1", "--x", "1", "--phi", "1", "--shard=\(shard)"])
    #expect(run.status == 64)
    #expect(run.errors.contains(shard))
  }

  @Test(arguments: [
    (["--jobs", "0"], "--jobs must be from 1 to 1024, got 0"), (["--format", "xml"], "xml"),
    (["--tolerance", "0"], "--tolerance must be a positive finite number, got 0"),
    (["--resume"], "--resume goes on with a file: it needs --output"),
    (["--output", ""], "--output must be a path, got nothing"),
  ])
  func refusesAnOption(_ options: [String], _ shown: String) async throws {
    let run = try await CommandRun(["sweep", "--theta", "1", "--x", "1", "--phi", "1"] + options)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(shown), "\(run.errors)")
  }

  // MARK: Rows that fail

  @Test func anOverflowIsARowAndTheRestGoesOn() async throws {
    let axes = ["sweep", "--theta", "1", "--x", "0.3", "--phi", "1e-200,1"]
    let csv = try await CommandRun(axes)
    #expect(csv.status == 1)
    let lines = csv.output.split(separator: "\n")
    try #require(lines.count == 3)
    let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(cells[5...13] == ["-inf", "inf", "inf", "inf", "inf", "inf", "", "", "overflow"])
    #expect(cells[3] == "-1.2189677615315315")
    #expect(lines[2].contains(",ok,,"))

    let ndjson = try await CommandRun(axes + ["--format", "ndjson"])
    #expect(ndjson.status == 1)
    let objects = try ndjson.objects()
    #expect(objects[0]["elbo"] == .null && objects[0]["kl"] == .null)
    #expect(objects[0]["status"] == .text("overflow"))
    #expect(objects[0]["reason"] != .null && objects[1]["reason"] == .null)
    #expect(objects[1]["status"] == .text("ok"))
  }

  @Test func aToleranceThatIsNotMetIsRoundoff() async throws {
    let run = try await CommandRun([
      "sweep", "--theta", "1", "--x", "0.3", "--phi", "2", "--tolerance", "1e-18",
    ])
    #expect(run.status == 1)
    #expect(run.table["status"] == ["roundoff"])
  }

  // MARK: Progress

  @Test func noProgressWithoutATerminal() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.run(SweepTests.grid + ["--output", "f"])
    #expect(run.status == 0)
    #expect(run.errors == "" && run.output == "")
  }

  /// `script` is a terminal; what it shows comes out of it.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func progressOnATerminal() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"script -qec '"$GAPCHECK" sweep --theta 1 --x 0.3 --phi 1..2:60000 --output f' /dev/null"#)
    #expect(run.status == 0)
    #expect(run.output.contains("rows/s"))
    #expect(run.output.contains("s left"))
    // The line is cleared at the end.
    #expect(run.output.hasSuffix("\r\u{1b}[K"))
    #expect(try scratch.names == ["f"])
  }
}
