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
    let interruption = Interruption(output: nil)
    defer { withExtendedLifetime(interruption) {} }
    try await StreamOptions.reportingFailures {
      let reader = LineReader()
      guard let first = try await reader.next() else { return }
      let (table, rest) = try table(of: first)
      var linesDone = 0
      let file = try streaming.open(
        parameters: "gapcheck \(Version.number) batch\n", resuming: false, linesDone: &linesDone)
      let sink = RowSink(file: file, progress: nil)
      try sink.write(table.opening)
      var pending: ArraySlice<UInt8>? = rest
      try await OrderedPipeline.run(
        workers: PointWorker.crew(of: streaming.jobs, tolerance: tolerance),
        next: { () async throws -> ArraySlice<UInt8>? in
          if let block = pending {
            pending = nil
            return block
          }
          return try await reader.next()?[...]
        },
        work: { table.rows($0, by: $1) },
        deliver: sink.writeChunk)
      try file.finish()
      if sink.failedRows > 0 { throw ExitCode(1) }
    }
  }

  /// The kind of table, by its first line, and what follows the header.
  private func table(
    of block: [UInt8]
  ) throws -> (table: any BatchTable, rest: ArraySlice<UInt8>) {
    if block.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D }) == UInt8(ascii: "{") {
      return (BatchNDJSON(), block[...])
    }
    let end = block.firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
    var header = block[..<end]
    if header.last == UInt8(ascii: "\r") { header = header.dropLast() }
    if header.starts(with: [0xEF, 0xBB, 0xBF]) { header = header.dropFirst(3) }
    do {
      return (try BatchCSV(header: header), block[min(end + 1, block.endIndex)...])
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(65)
    }
  }
}
