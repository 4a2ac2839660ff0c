// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import VariationalGap

/// `gapcheck batch`: a filter, rows in, rows out.
struct Batch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A filter: reads rows of models, writes them with the results.",
    discussion: """
      Standard input is NDJSON, a JSON array, or CSV with a header, told apart
      by the first lines. The columns say what a row is: theta, x and phi are
      a point of the exercise; prior, likelihood, x and q, or log_joint,
      support, x and q, a model with a q; the same without q a model of which
      evidence and moments are wanted; q and p a pair, of which KL(q||p) is. A
      column command with check, posterior or kl says it in words. Rows of all
      kinds may be mixed: a row has what its cells are not empty for.

      Options may give some columns for every row. Several observations of
      one latent are one cell, as "0.3,1.2". Columns that are no results are
      carried through unchanged. Every line has one line of the output, in
      the same order, as it comes: a row that cannot be read or computed has
      its status and the reason, and the rest goes on. A row is a line: a
      quoted cell holds no line break. Of an array a row is an item. A
      row that takes longer than --row-timeout has the status timeout.

      Examples:
        gapcheck batch < rows.csv > results.csv
        gapcheck sweep --theta 1 --x 0.3 --phi 0.1,1,10 | gapcheck batch
        gapcheck batch --prior 'gamma(2, 1)' --likelihood 'poisson(z)' < x-and-q.csv
        gapcheck batch --p 'normal(0, 1)' < q.csv
        gapcheck batch --header theta,x,phi --no-header < part-7.csv
        gapcheck batch --schema ddl --input-format ndjson

      Exit status: 0 if all rows are there, with --strict 1 if one has a
      status other than ok, 64 for wrong usage, 65 for input without these
      columns, 74 if the output cannot be written.
      """)

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup(title: "Of every row, instead of a column") var model: ModelTextOptions

  @OptionGroup(title: "Of every row, instead of a column") var family: FamilyTextOptions

  @OptionGroup(title: "Of every row, instead of a column") var reference: ReferenceTextOptions

  @OptionGroup(title: "Input") var input: InputOptions

  @OptionGroup var parts: PartsOptions

  @OptionGroup var rowTimeout: RowTimeoutOptions

  @OptionGroup var streaming: StreamOptions

  @Flag(name: .customLong("strict"), help: "Exit with 1 if a row has a status other than ok.")
  var isStrict = false

  func validate() throws {
    try reference.check(with: model)
    // The other half of a joint density may stand in a column.
    if model.logJoint == nil || model.support == nil {
      for (name, value) in [("--prior", model.priorText), ("--likelihood", model.likelihood)]
      where value != nil && (model.logJoint != nil || model.support != nil) {
        throw ValidationError("--log-joint is a whole model: give it without \(name)")
      }
    } else {
      try model.check()
    }
    try family.check()
    if let prior = model.priorText {
      _ = try SpecArgument.distribution(prior, model.priorOption)
    }
    if let likelihood = model.likelihood {
      _ = try SpecArgument.likelihood(likelihood, "--likelihood")
    }
    if let q = family.text {
      if reference.text == nil {
        _ = try SpecArgument.distribution(q, family.option)
      } else {
        _ = try SpecArgument.law(q, family.option)
      }
    }
    if let p = reference.text { _ = try SpecArgument.law(p, "--p") }
    if let support = model.support { _ = try SpecArgument.interval(support, "--support") }
    if let columns = input.columns {
      do throws(HeaderError) {
        _ = try BatchCSV(header: columns, isShown: true, given: given)
      } catch {
        throw ValidationError("--header: \(error)")
      }
    }
  }

  /// Names and types of the output.
  private var schema: TableSchema {
    let names = input.columns.map { CSVLine($0).names }
    let rows = names.map { BatchRows(given: given, names: $0) } ?? BatchRows(given: given)
    let isCSV = input.inputFormat == nil || input.inputFormat == .csv
    return rows.schema(of: names ?? [], areNested: !isCSV)
  }

  /// What is the same in every row, by the input that it stands for.
  private var given: BatchGiven {
    let texts: [BatchInput: String?] = [
      .prior: model.priorText, .likelihood: model.likelihood, .x: model.x, .q: family.text,
      .logJoint: model.logJoint, .support: model.support, .p: reference.text,
    ]
    return BatchGiven(texts: texts.compactMapValues { $0 }, parts: parts.columns)
  }

  func run() async throws {
    if let format = input.schema { return try StandardOutput.write(schema.text(format)) }
    let (tolerance, rowTimeout) = (try tolerance.value(), try rowTimeout.seconds)
    try await Failure.exits {
      let target = try streaming.target()
      Interruption.leaves(target, isResumable: false)
      let file = try streaming.open(parameters: "\(Version.description) batch\n")
      let failedRows: Int
      do {
        failedRows = try await filter(to: file, tolerance: tolerance, rowTimeout: rowTimeout)
        try file.finish()
      } catch {
        // A filter does not know what it has read before: there is nothing to resume.
        if let target, !target.isDevice { target.removePartial() }
        throw error
      }
      if isStrict, failedRows > 0 { throw ExitCode(1) }
    }
  }

  /// Rows in, rows out.
  ///
  /// - Returns: how many rows have a status other than ok.
  private func filter(
    to file: OutputFile, tolerance: Double, rowTimeout: Double
  ) async throws -> Int {
    let reader = LineReader()
    guard let source = try await BatchSource.open(reader, input, given: given) else { return 0 }
    let sink = RowSink(file: file, progress: nil)
    let (table, infinity) = (source.table, streaming.infinity)
    try sink.write(table.opening)
    // In bytes: about twenty rows at first, and no more than the system gives at once.
    let pace = Pace(1024...(1 << 18))
    try await OrderedPipeline.run(
      workers: GapWorker.crew(
        of: streaming.workerCount, tolerance: tolerance, hasParts: parts.isAsked,
        rowTimeout: rowTimeout),
      next: { () async throws in try await source.next(pace.count) },
      work: { piece, worker in
        pace.measure(piece.lines.count) {
          table.rows(piece.lines, isFirst: piece.isFirst, infinity: infinity, by: worker)
        }
      },
      deliver: { chunk in
        do {
          try sink.writeChunk(chunk)
        } catch {
          // Nobody has to wait for input that nothing is made of.
          reader.stop()
          throw error
        }
      })
    try sink.write(table.closing)
    return sink.failedRows
  }
}
