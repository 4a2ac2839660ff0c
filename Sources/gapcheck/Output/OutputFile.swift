// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Where rows go: standard output, or a file that appears under its name only when it is complete.
///
/// A file is written beside its target as `NAME.gapcheck-partial`, and renamed at the end. What it is
/// a part of stands in `NAME.gapcheck-partial.parameters`, so that an unfinished run can be resumed.
/// A device or a pipe is written as it is.
final class OutputFile {
  /// Why output failed.
  enum Failure: ExitStatusError, CustomStringConvertible {
    /// The reader has gone away: it has what it wanted.
    case closedPipe
    case system(path: String, code: Int32)
    case otherParameters(path: String)
    case busy(path: String)

    var exitStatus: Int32 { 74 }

    var description: String {
      switch self {
      case .closedPipe: "the reader of the output has closed it"
      case .system(let path, let code): "cannot write \(path): \(String(cString: strerror(code)))"
      case .otherParameters(let path):
        "\(path) is an unfinished run with other parameters; remove it, or run without --resume"
      case .busy(let path): "another run is writing \(path)"
      }
    }
  }

  private let descriptor: Int32
  /// What the descriptor refers to, for messages.
  private let name: String
  /// What is renamed at the end, if anything is.
  private let target: OutputTarget?

  /// Standard output.
  init() {
    descriptor = STDOUT_FILENO
    name = "standard output"
    target = nil
  }

  /// A file, from its beginning.
  convenience init(_ target: OutputTarget) throws(Failure) {
    try self.init(opening: target)
    if !target.isDevice { try cut(to: 0) }
  }

  /// An unfinished file, cut after its last complete line.
  ///
  /// - Parameter visit: sees every complete line that is there, with its number from 0.
  convenience init(
    resuming target: OutputTarget, visit: (Int, ArraySlice<UInt8>) -> Void
  ) throws(Failure) {
    try self.init(opening: target)
    try cut(to: completeLines(visit))
  }

  private init(opening target: OutputTarget) throws(Failure) {
    name = target.isDevice ? target.path : target.partial
    self.target = target.isDevice ? nil : target
    let flags = O_CLOEXEC | (target.isDevice ? O_WRONLY : O_RDWR | O_CREAT)
    descriptor = open(name, flags, 0o666)
    guard descriptor >= 0 else { throw .system(path: name, code: errno) }
    // Two runs that write the same file would mix their rows.
    if !target.isDevice, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      throw .busy(path: name)
    }
  }

  private func cut(to offset: Int) throws(Failure) {
    guard ftruncate(descriptor, off_t(offset)) == 0,
      lseek(descriptor, off_t(offset), SEEK_SET) >= 0
    else { throw .system(path: name, code: errno) }
  }

  /// Where the last complete line ends.
  private func completeLines(
    _ visit: (Int, ArraySlice<UInt8>) -> Void
  ) throws(Failure) -> Int {
    var (count, end) = (0, 0)
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let length = read(descriptor, &buffer, buffer.count)
      if length < 0, errno == EINTR { continue }
      guard length >= 0 else { throw .system(path: name, code: errno) }
      guard length > 0 else { return end }
      rest.append(contentsOf: buffer[..<length])
      var start = 0
      while let newline = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        visit(count, rest[start..<newline])
        count += 1
        start = newline + 1
      }
      end += start
      rest.removeFirst(start)
    }
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    let code = SystemWrite.all(bytes, to: descriptor)
    guard code != EPIPE else { throw .closedPipe }
    guard code == 0 else { throw .system(path: name, code: code) }
  }

  /// Gives the file its name.
  func finish() throws(Failure) {
    guard let target else { return }
    guard fsync(descriptor) == 0 else { throw .system(path: name, code: errno) }
    guard rename(target.partial, target.path) == 0 else {
      throw .system(path: target.path, code: errno)
    }
    unlink(target.parameters)
    guard close(descriptor) == 0 else { throw .system(path: target.path, code: errno) }
  }
}
