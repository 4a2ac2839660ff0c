// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes chunks, and counts.
///
/// Unchecked, since the pipeline delivers one chunk at a time and the counts are read after the last.
final class RowSink: @unchecked Sendable {
  private let file: OutputFile
  private let progress: ProgressBar?
  private(set) var failedRows: Int

  /// - Parameter failedRows: how many there are already, in a file that is resumed.
  init(file: OutputFile, progress: ProgressBar?, failedRows: Int = 0) {
    self.file = file
    self.progress = progress
    self.failedRows = failedRows
  }

  func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    try file.write(bytes)
  }

  @Sendable func writeChunk(_ chunk: Chunk) throws {
    try write(chunk.text.bytes)
    failedRows += chunk.failedRows
    progress?.advance(by: chunk.rows)
  }
}
