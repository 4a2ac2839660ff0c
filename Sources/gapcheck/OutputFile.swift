// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Where rows go: standard output, or a file that appears under its name only when it is complete.
///
/// A file is written beside its target as `NAME.gapcheck-partial`, and renamed at the end. What it is
/// a part of stands in `NAME.gapcheck-partial.parameters`, so that an unfinished run can be resumed.
final class OutputFile {
  /// Why output failed.
  enum Failure: Error, CustomStringConvertible {
    /// The reader has gone away: it has what it wanted.
    case closedPipe
    case system(path: String, reason: String)
    case otherParameters(path: String)

    var description: String {
      switch self {
      case .closedPipe: "the reader of the output has closed it"
      case .system(let path, let reason): "cannot write \(path): \(reason)"
      case .otherParameters(let path):
        "\(path) is an unfinished run with other parameters; remove it, or run without --resume"
      }
    }
  }

  private let handle: FileHandle
  private let path: String?

  /// Standard output.
  init() {
    handle = .standardOutput
    path = nil
  }

  /// A file.
  init(path: String) throws(Failure) {
    self.path = path
    let partial = OutputFile.partial(path)
    do {
      if !FileManager.default.createFile(atPath: partial, contents: nil) {
        throw CocoaError(.fileWriteUnknown)
      }
      handle = try OutputFile.open(partial)
    } catch {
      throw OutputFile.failure(error, path: partial)
    }
  }

  /// An unfinished file, cut after its last complete line; `lines` is how many there are.
  init(resuming path: String, lines: inout Int) throws(Failure) {
    self.path = path
    let partial = OutputFile.partial(path)
    do {
      handle = try OutputFile.open(partial)
      let (count, end) = try OutputFile.completeLines(of: handle)
      try handle.truncate(atOffset: end)
      try handle.seek(toOffset: end)
      lines = count
    } catch {
      throw OutputFile.failure(error, path: partial)
    }
  }

  static func partial(_ path: String) -> String { "\(path).gapcheck-partial" }

  static func parameters(_ path: String) -> String { "\(partial(path)).parameters" }

  private static func open(_ path: String) throws -> FileHandle {
    try FileHandle(forUpdating: URL(fileURLWithPath: path))
  }

  private static func completeLines(of handle: FileHandle) throws -> (count: Int, end: UInt64) {
    var (count, end, offset) = (0, UInt64(0), UInt64(0))
    while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty {
      for (index, byte) in block.enumerated() where byte == UInt8(ascii: "\n") {
        count += 1
        end = offset + UInt64(index) + 1
      }
      offset += UInt64(block.count)
    }
    return (count, end)
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw OutputFile.failure(error, path: path.map(OutputFile.partial) ?? "standard output")
    }
  }

  /// Gives the file its name.
  func finish() throws(Failure) {
    guard let path else { return }
    do {
      try handle.synchronize()
      try handle.close()
      guard rename(OutputFile.partial(path), path) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
      try? FileManager.default.removeItem(atPath: OutputFile.parameters(path))
    } catch {
      throw OutputFile.failure(error, path: path)
    }
  }

  private static func failure(_ error: any Error, path: String) -> Failure {
    let cocoa = error as NSError
    let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError ?? cocoa
    if underlying.domain == NSPOSIXErrorDomain && underlying.code == Int(EPIPE) {
      return .closedPipe
    }
    let reason =
      underlying.domain == NSPOSIXErrorDomain
      ? String(cString: strerror(Int32(truncatingIfNeeded: underlying.code)))
      : cocoa.localizedDescription
    return .system(path: path, reason: reason)
  }
}
