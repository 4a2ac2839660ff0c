// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import VariationalGap

/// `gapcheck batch`: a filter, rows in, rows out.
struct Batch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A filter: reads rows with theta, x and phi, writes them with the results.",
    discussion: """
      Standard input is CSV with a header, or NDJSON, told apart by the first
      character. Columns that are no results are carried through unchanged.
      Rows come out in the order in which they went in, as they come. A row
      that cannot be read or computed has its status and the reason, and the
      rest goes on. A row is a line: a quoted cell holds no line break.

      Examples:
        gapcheck batch < rows.csv > results.csv
        gapcheck sweep --theta 1 --x 0.3 --phi 0.1,1,10 | gapcheck batch

      Exit status: 0, 1 if a row has a status other than ok, 64 for wrong
      usage, 65 for a header without theta, x and phi, 74 if the output
      cannot be written.
      """)

  @Option(
    parsing: .unconditional,
    help: "The relative error bound above which the status is 'roundoff'.")
  var tolerance = "1e-10"

  @OptionGroup var streaming: StreamOptions

  func validate() throws {
    _ = try NumberArgument.positive(tolerance, "--tolerance")
  }

  func run() async throws {
    let tolerance = try NumberArgument.positive(tolerance, "--tolerance")
    try await StreamOptions.reportingFailures {
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
    try sink.write(table.opening)
    var pending: ArraySlice<UInt8>? = rest
    try await OrderedPipeline.run(
      workers: PointWorker.crew(of: streaming.workerCount, tolerance: tolerance),
      next: { () async throws -> ArraySlice<UInt8>? in
        if let block = pending {
          pending = nil
          return block
        }
        return try await reader.next()?[...]
      },
      work: { table.rows($0, by: $1) },
      deliver: { chunk in
        do {
          try sink.writeChunk(chunk)
        } catch {
          // Nobody has to wait for input that nothing is made of.
          reader.stop()
          throw error
        }
      })
    return sink.failedRows
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
    if block.first == UInt8(ascii: "{") { return (BatchNDJSON(), block) }
    let end = block.firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
    var header = block[..<end]
    if header.last == UInt8(ascii: "\r") { header.removeLast() }
    do {
      return (try BatchCSV(header: header), block[min(end + 1, block.endIndex)...])
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(65)
    }
  }
}
