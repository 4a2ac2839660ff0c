// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Standard input in blocks of complete lines, as they come.
///
/// A block holds what one read of the system returned, so that a slow source is served line by line
/// and a fast one in large pieces. The reads block a queue of their own, and no worker.
///
/// Unchecked: one block is asked for at a time.
final class LineReader: @unchecked Sendable {
  /// Why there is no input.
  enum Failure: ExitStatusError, CustomStringConvertible {
    case system(code: Int32)
    case endlessLine

    var description: String {
      switch self {
      case .system(let code): "cannot read standard input: \(String(cString: strerror(code)))"
      case .endlessLine:
        "standard input has a line of more than \(LineReader.longestLine) bytes: a row is a line"
      }
    }

    /// 74 for what the system refused, 65 for what is in the input.
    var exitStatus: Int32 {
      if case .system = self { 74 } else { 65 }
    }
  }

  /// How long a line may be: a device that never ends one would fill the memory.
  static let longestLine = 1 << 26

  private typealias Reply = CheckedContinuation<[UInt8]?, any Error>

  private let queue = DispatchQueue(label: "gapcheck.input")
  private let state = NSLock()
  private var waiting: Reply?
  private var isStopped = false
  // Of the queue alone.
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// The next block, with its line breaks, of which the last line of the input may have none; `nil` at the end.
  func next() async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { reply in
      let isStopped = state.withLock {
        if !self.isStopped { waiting = reply }
        return self.isStopped
      }
      guard !isStopped else { return reply.resume(returning: nil) }
      queue.async { [self] in
        let block = Result { try read() }
        takeWaiting(stopping: false)?.resume(with: block)
      }
    }
  }

  /// This is the end, for whoever waits too: a source may stay silent for ever.
  func stop() {
    takeWaiting(stopping: true)?.resume(returning: nil)
  }

  private func takeWaiting(stopping: Bool) -> Reply? {
    state.withLock {
      defer { waiting = nil }
      if stopping { isStopped = true }
      return waiting
    }
  }

  private func read() throws(Failure) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    while !isAtEnd {
      let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw .system(code: errno)
      }
      isAtEnd = count == 0
      let data = buffer[..<count]
      guard let last = data.lastIndex(of: newline) else {
        rest.append(contentsOf: data)
        guard rest.count <= LineReader.longestLine else { throw .endlessLine }
        continue
      }
      let block = rest + data[...last]
      rest = Array(data[(last + 1)...])
      return block
    }
    defer { rest = [] }
    return rest.isEmpty ? nil : rest
  }
}
