// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import Quadrature
import VariationalGap

/// `gapcheck sweep`: a grid of points, streamed.
struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "A grid of points (theta, x, phi), of models, or of pairs, as CSV, NDJSON or JSON.",
    discussion: """
      An axis is VALUE, or V1,V2,..., or START..STOP:COUNT, logarithmic for
      rates and linear for x; :log or :linear can be appended. The grid is
      the product of the axes, phi fastest. --phi best takes the best phi at
      every (theta, x).

      For other models --prior, --likelihood and --q take specs in Stan's
      notation, of which every argument may be a range: it becomes an axis
      with a column of its own, as q_alpha. --log-joint with --support gives
      the model as a formula, --family the best member of a family in every
      cell. Every cell has one observation. With --q and --p alone, in which
      arguments may be ranges too, the cells are KL(q||p), as in kl.

      With --output, the file appears under its name when it is complete; an
      unfinished run goes on with --resume. The output is the same for any
      number of jobs, and the parts of --shard 1/N to N/N, put together, are
      the whole.

      Examples:
        gapcheck sweep --theta 1 --x 0.3 --phi 0.01..100:200
        gapcheck sweep --theta 0.1..10:50 --x -3..3:61 --phi best --output gaps.csv
        gapcheck sweep --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3 \\
          --q 'gamma(1..9:50, 2)'
        gapcheck sweep --q 'normal(0, 0.5..2:100)' --p 'student_t(3, 0, 1)'

      Exit status: 0, 1 if a row has a status other than ok, 64 for wrong
      usage, 74 if the output cannot be written.
      """)

  @OptionGroup var cells: SweepOptions

  @OptionGroup var tolerance: ToleranceOptions

  @Option(help: "The format of the output: csv, ndjson or json.")
  var format = StreamFormat.csv

  @OptionGroup var rowTimeout: RowTimeoutOptions

  @OptionGroup var streaming: StreamOptions

  @Option(help: "The part K/N of the grid, K from 1 to N.")
  var shard = Shard.whole

  @Flag(help: "Go on with the unfinished file of --output.")
  var resume = false

  func validate() throws {
    _ = try cells.grid()
    guard !resume || streaming.output != nil else {
      throw ValidationError("--resume goes on with a file: it needs --output")
    }
  }

  /// What a partial file is a part of: everything that the bytes depend on.
  private var parameters: String {
    """
    \(Version.description) sweep \(cells.description) --tolerance \(tolerance.text) \
    --format \(format.rawValue) --infinity \(streaming.infinity.rawValue) \
    --shard \(shard.index)/\(shard.count)\(rowTimeout.text.map { " --row-timeout \($0)" } ?? "")

    """
  }

  func run() async throws {
    let plan = SweepPlan(
      grid: try cells.grid(), shard: shard, format: format, infinity: streaming.infinity)
    let (tolerance, rowTimeout) = (try tolerance.value(), try rowTimeout.seconds)
    let pace = Pace(16...2048)
    try await Failure.exits {
      Interruption.leaves(try streaming.target(), isResumable: true)
      var done = SweepResumption(plan: plan)
      let file = try streaming.open(
        parameters: parameters, resuming: resume ? { done.accepts($0) } : nil)
      let progress = ProgressBar(
        total: plan.range.count, done: done.rows, isBesideRows: streaming.output == nil)
      defer { progress.finish() }
      let sink = RowSink(file: file, progress: progress, failedRows: done.failedRows)
      if !done.isOpened { try sink.write(plan.opening) }
      var next = plan.range.lowerBound + done.rows
      try await OrderedPipeline.run(
        workers: GapWorker.crew(
          of: streaming.workerCount, tolerance: tolerance, hasParts: cells.parts.isAsked,
          rowTimeout: rowTimeout),
        next: {
          guard next < plan.range.upperBound else { return nil }
          let end = next + min(pace.count, plan.range.upperBound - next)
          defer { next = end }
          return next..<end
        },
        work: { cells, worker in pace.measure(cells.count) { plan.rows(cells, by: worker) } },
        deliver: sink.writeChunk)
      if !done.isClosed { try sink.write(plan.closing) }
      try file.finish()
      if sink.failedRows > 0 { throw ExitCode(1) }
    }
  }
}
