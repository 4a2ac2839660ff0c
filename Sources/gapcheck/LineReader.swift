// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Standard input in blocks of complete lines, as they come.
///
/// A block holds what one read of the system returned, so that a slow source is served line by line
/// and a fast one in large pieces. The reads block a queue of their own, and no worker.
///
/// Unchecked: one block is asked for at a time.
final class LineReader: @unchecked Sendable {
  private let queue = DispatchQueue(label: "gapcheck.input")
  private let handle = FileHandle.standardInput
  private var rest: [UInt8] = []
  private var isAtEnd = false
  private static let blockSize = 1 << 18

  /// The next block, without its last line break; `nil` at the end.
  func next() async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [self] in continuation.resume(with: Result { try read() }) }
    }
  }

  private func read() throws -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    while !isAtEnd {
      guard let data = try available(), !data.isEmpty else {
        isAtEnd = true
        break
      }
      guard let last = data.lastIndex(of: newline) else {
        rest.append(contentsOf: data)
        continue
      }
      let block = rest + data[data.startIndex..<last]
      rest = Array(data[(last + 1)...])
      return block
    }
    defer { rest = [] }
    return rest.isEmpty ? nil : rest
  }

  /// What is there, waiting only if there is nothing.
  private func available() throws -> Data? {
    var buffer = [UInt8](repeating: 0, count: LineReader.blockSize)
    while true {
      let count = Foundation.read(handle.fileDescriptor, &buffer, buffer.count)
      if count >= 0 { return Data(buffer[..<count]) }
      guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
  }
}
