// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import Quadrature
import VariationalGap

/// `gapcheck sweep`: a grid of points, streamed.
struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A grid of points (theta, x, phi) as CSV, NDJSON or JSON.",
    discussion: """
      An axis is VALUE, or V1,V2,..., or START..STOP:COUNT, logarithmic for
      rates and linear for x; :log or :linear can be appended. The grid is
      the product of the axes, phi fastest. --phi best takes the best phi at
      every (theta, x).

      With --output, the file appears under its name when it is complete; an
      unfinished run goes on with --resume. The output is the same for any
      number of jobs, and the parts of --shard 1/N to N/N, put together, are
      the whole.

      Examples:
        gapcheck sweep --theta 1 --x 0.3 --phi 0.01..100:200
        gapcheck sweep --theta 0.1..10:50 --x=-3..3:61 --phi best --output gaps.csv

      Exit status: 0, 1 if a row has a status other than ok, 64 for wrong
      usage, 74 if the output cannot be written.
      """)

  @Option(parsing: .unconditional, help: "The rate of the prior: an axis.")
  var theta: String

  @Option(parsing: .unconditional, help: "The observation: an axis.")
  var x: String

  @Option(parsing: .unconditional, help: "The rate of q: an axis, or 'best'.")
  var phi: String

  @Option(
    parsing: .unconditional,
    help: "The relative error bound above which the status is 'roundoff'.")
  var tolerance = "1e-10"

  @Option(help: "The format of the output: csv, ndjson or json.")
  var format = StreamFormat.csv

  @OptionGroup var streaming: StreamOptions

  @Option(help: "The part K/N of the grid.")
  var shard = Shard.whole

  @Flag(help: "Go on with the unfinished file of --output.")
  var resume = false

  func validate() throws {
    _ = try plan()
    guard !resume || streaming.output != nil else {
      throw ValidationError("--resume goes on with a file: it needs --output")
    }
  }

  private func plan() throws -> SweepPlan {
    let phiAxis =
      phi == "best" ? nil : try Axis(phi, name: "--phi", isPositive: true)
    return SweepPlan(
      grid: try Grid(
        theta: Axis(theta, name: "--theta", isPositive: true),
        x: Axis(x, name: "--x", isPositive: false), phi: phiAxis),
      shard: shard, format: format,
      tolerance: try NumberArgument.positive(tolerance, "--tolerance"))
  }

  /// What a partial file is a part of: everything that the bytes depend on.
  private var parameters: String {
    """
    \(Version.description) sweep --theta \(theta) --x \(x) --phi \(phi) --tolerance \
    \(tolerance) --format \(format.rawValue) --shard \(shard.index)/\(shard.count)

    """
  }

  func run() async throws {
    let plan = try plan()
    try await StreamOptions.reportingFailures {
      let interruption = Interruption(target: try streaming.target(), isResumable: true)
      defer { withExtendedLifetime(interruption) {} }
      var done = SweepResumption(plan: plan)
      let file = try streaming.open(
        parameters: parameters, resuming: resume ? { done.count($1) } : nil)
      let progress = ProgressBar(
        total: plan.range.count, done: done.rows, isBesideRows: streaming.output == nil)
      defer { progress.finish() }
      let sink = RowSink(file: file, progress: progress, failedRows: done.failedRows)
      if !done.isOpened { try sink.write(plan.opening) }
      var next = plan.range.lowerBound + done.rows
      try await OrderedPipeline.run(
        workers: PointWorker.crew(of: streaming.workerCount, tolerance: plan.tolerance),
        next: {
          guard next < plan.range.upperBound else { return nil }
          let end = next + min(SweepPlan.chunkSize, plan.range.upperBound - next)
          defer { next = end }
          return next..<end
        },
        work: { plan.rows($0, by: $1) },
        deliver: sink.writeChunk)
      if !done.isClosed { try sink.write(plan.closing) }
      try file.finish()
      if sink.failedRows > 0 { throw ExitCode(1) }
    }
  }
}

/// What a sweep computes, and how its rows are put together.
struct SweepPlan: Sendable {
  let grid: Grid
  let shard: Shard
  let format: StreamFormat
  let tolerance: Double

  var range: Range<Int> { shard.range(of: grid.count) }

  private var isFirst: Bool { shard.index == 1 }
  private var isLast: Bool { shard.index == shard.count }

  /// What stands before the rows: the header of CSV, the bracket of JSON, in the first part only.
  var opening: [UInt8] {
    guard isFirst else { return [] }
    return switch format {
    case .csv: Array((RowFormat.csvHeader(PointColumn.all) + "\n").utf8)
    case .ndjson: []
    case .json: Array("[\n".utf8)
    }
  }

  /// How many lines the opening is.
  var linesBeforeRows: Int { opening.isEmpty ? 0 : 1 }

  /// What stands after the rows.
  var closing: [UInt8] {
    format == .json && isLast ? Array("]\n".utf8) : []
  }

  /// How many rows a worker computes at a time.
  static let chunkSize = 2048

  /// The rows of some cells.
  func rows(_ cells: Range<Int>, by worker: PointWorker) -> Chunk {
    var chunk = Chunk()
    chunk.text.reserveCapacity(cells.count * 280)
    for cell in cells {
      let (theta, x, phi) = grid.cell(cell)
      let record = worker.record(theta: theta, x: x, phi: phi)
      chunk.rows += 1
      if record.status != .ok { chunk.failedRows += 1 }
      append(record, cell: cell, to: &chunk.text)
    }
    return chunk
  }

  /// One row, with its line break.
  private func append(_ record: ExerciseRecord, cell: Int, to row: inout RowText) {
    switch format {
    case .csv: RowFormat.appendCSV(record, PointColumn.all, to: &row)
    case .ndjson: RowFormat.appendJSON(record, PointColumn.all, to: &row)
    case .json:
      RowFormat.appendJSON(record, PointColumn.all, to: &row)
      if cell + 1 < grid.count { row.append(UInt8(ascii: ",")) }
    }
    row.append(UInt8(ascii: "\n"))
  }
}
