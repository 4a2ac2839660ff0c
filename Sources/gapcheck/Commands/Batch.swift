// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import VariationalGap

/// `gapcheck batch`: a filter, rows in, rows out.
struct Batch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A filter: reads rows of models, writes them with the results.",
    discussion: """
      Standard input is CSV with a header, or NDJSON, told apart by the first
      character. The columns say what a row is: theta, x and phi are a point
      of the exercise; prior, likelihood, x and q, or log_joint, support, x
      and q, a model with a q; the same without q a model of which evidence
      and moments are wanted; q and p a pair, of which KL(q||p) is. A column
      command with check, posterior or kl says it in words. Rows of all kinds
      may be mixed: a row has what its cells are not empty for.

      Options may give some columns for every row. Several observations of
      one latent are one cell, as "0.3,1.2". Columns that are no results are
      carried through unchanged. Rows come out in the order in which they
      went in, as they come. A row that cannot be read or computed has its
      status and the reason, and the rest goes on. A row is a line: a quoted
      cell holds no line break.

      Examples:
        gapcheck batch < rows.csv > results.csv
        gapcheck sweep --theta 1 --x 0.3 --phi 0.1,1,10 | gapcheck batch
        gapcheck batch --prior 'gamma(2, 1)' --likelihood 'poisson(z)' < x-and-q.csv
        gapcheck batch --p 'normal(0, 1)' < q.csv

      Exit status: 0, 1 if a row has a status other than ok, 64 for wrong
      usage, 65 for a header without these columns, 74 if the output
      cannot be written.
      """)

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup(title: "Of every row, instead of a column") var model: ModelTextOptions

  @OptionGroup(title: "Of every row, instead of a column") var family: FamilyTextOptions

  @OptionGroup(title: "Of every row, instead of a column") var reference: ReferenceTextOptions

  @OptionGroup var streaming: StreamOptions

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
  }

  /// What is the same in every row, by the input that it stands for.
  private var given: [BatchInput: String] {
    let texts: [BatchInput: String?] = [
      .prior: model.priorText, .likelihood: model.likelihood, .x: model.x, .q: family.text,
      .logJoint: model.logJoint, .support: model.support, .p: reference.text,
    ]
    return texts.compactMapValues { $0 }
  }

  func run() async throws {
    let tolerance = try tolerance.value()
    try await Failure.exits {
      let target = try streaming.target()
      let interruption = Interruption(target: target, isResumable: false)
      defer { withExtendedLifetime(interruption) {} }
      let file = try streaming.open(parameters: "\(Version.description) batch\n")
      let failedRows: Int
      do {
        failedRows = try await filter(to: file, tolerance: tolerance)
        try file.finish()
      } catch {
        // A filter does not know what it has read before: there is nothing to resume.
        if let target, !target.isDevice { target.removePartial() }
        throw error
      }
      if failedRows > 0 { throw ExitCode(1) }
    }
  }

  /// Rows in, rows out.
  ///
  /// - Returns: how many rows have a status other than ok.
  private func filter(to file: OutputFile, tolerance: Double) async throws -> Int {
    let reader = LineReader()
    let sink = RowSink(file: file, progress: nil)
    guard let first = try await Batch.firstBlock(of: reader) else { return 0 }
    let (table, rest) = try table(of: first)
    try await filter(rest, reader, through: table, to: sink, tolerance: tolerance)
    return sink.failedRows
  }

  private func filter(
    _ first: ArraySlice<UInt8>, _ reader: LineReader, through table: any BatchTable,
    to sink: RowSink, tolerance: Double
  ) async throws {
    try sink.write(table.opening)
    var pending = first
    // In bytes: about twenty rows at first, and no more than the system gives at once.
    let pace = Pace(1024...(1 << 18))
    try await OrderedPipeline.run(
      workers: GapWorker.crew(of: streaming.workerCount, tolerance: tolerance),
      next: { () async throws -> ArraySlice<UInt8>? in
        if pending.isEmpty {
          guard let block = try await reader.next() else { return nil }
          pending = block[...]
        }
        return pending.popLines(pace.count)
      },
      work: { lines, worker in pace.measure(lines.count) { table.rows(lines, by: worker) } },
      deliver: { chunk in
        do {
          try sink.writeChunk(chunk)
        } catch {
          // Nobody has to wait for input that nothing is made of.
          reader.stop()
          throw error
        }
      })
  }

  /// The input from its first line that holds something, without a byte order mark.
  private static func firstBlock(of reader: LineReader) async throws -> ArraySlice<UInt8>? {
    var isAtStart = true
    while let block = try await reader.next() {
      var block = block[...]
      if isAtStart, block.starts(with: [0xEF, 0xBB, 0xBF]) { block.removeFirst(3) }
      isAtStart = false
      block = block.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      if !block.isEmpty { return block }
    }
    return nil
  }

  /// The kind of table, by its first line, and what follows the header.
  private func table(
    of block: ArraySlice<UInt8>
  ) throws -> (table: any BatchTable, rest: ArraySlice<UInt8>) {
    let end = block.firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
    var header = block[..<end]
    if header.last == UInt8(ascii: "\r") { header.removeLast() }
    if block.first == UInt8(ascii: "{") {
      return (BatchNDJSON(first: header, given: given), block)
    }
    return (
      try BatchCSV(header: header, given: given), block[min(end + 1, block.endIndex)...]
    )
  }
}
