// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Where rows go: standard output, or a file that appears under its name only when it is complete.
///
/// A file is written beside its target as `NAME.gapcheck-partial`, and renamed at the end. What it is
/// a part of stands in `NAME.gapcheck-partial.parameters`, so that an unfinished run can be resumed. A file
/// that was there keeps its mode.
/// A device or a pipe is written as it is.
final class OutputFile {
  /// Why output failed.
  enum Failure: ExitStatusError, CustomStringConvertible {
    /// The reader has gone away: it has what it wanted.
    case closedPipe
    case system(path: String, code: Int32)
    case otherParameters(path: String)
    /// The note beside a partial file has no end, or is missing.
    case damagedNote(path: String, note: String)
    case busy(path: String)
    /// A link, another user's, or no file at all.
    case foreign(path: String)

    var exitStatus: Int32 { 74 }

    var description: String {
      switch self {
      case .closedPipe: "the reader of the output has closed it"
      case .system(let path, let code): "cannot write \(path): \(String(cString: strerror(code)))"
      case .otherParameters(let path):
        "\(path) is an unfinished run with other parameters; remove it, or run without --resume"
      case .damagedNote(let path, let note):
        "\(note), which says what \(path) is a part of, is damaged; remove both, "
          + "or run without --resume"
      case .busy(let path): "another run is writing \(path)"
      case .foreign(let path):
        "\(path) must be a file that an earlier run of this user has left, and is not; remove it"
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

  /// An unfinished file, cut after its last line that is complete, and one of its own.
  ///
  /// - Parameter accepts: sees every complete line, until it does not accept one.
  convenience init(
    resuming target: OutputTarget, accepts: (ArraySlice<UInt8>) -> Bool
  ) throws(Failure) {
    try self.init(opening: target)
    try cut(to: completeLines(accepts))
  }

  private init(opening target: OutputTarget) throws(Failure) {
    name = target.path
    self.target = target.isDevice ? nil : target
    if target.isDevice {
      descriptor = Foundation.open(name, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system(path: name, code: errno) }
      return
    }
    descriptor = try OutputFile.open(own: target.partial, of: target)
    // What only some may read stays so, also while it is written.
    var status = stat()
    if stat(target.path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
    // Two runs that write the same file would mix their rows.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      throw .busy(path: target.partial)
    }
  }

  /// Opens a file beside the target for reading and writing. Its name is known to everybody: what others may
  /// have put there is not written to, and no link is followed.
  private static func open(
    own path: String, of target: OutputTarget
  ) throws(Failure) -> Int32 {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    var descriptor = Foundation.open(path, flags | O_CREAT | O_EXCL, 0o666)
    if descriptor < 0, errno == EEXIST { descriptor = Foundation.open(path, flags) }
    guard descriptor >= 0 else {
      switch errno {
      case ELOOP: throw .foreign(path: path)
      case EISDIR: throw .system(path: path, code: EISDIR)
      default: throw .system(path: target.path, code: errno)
      }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_nlink == 1, status.st_uid == geteuid()
    else {
      close(descriptor)
      throw .foreign(path: path)
    }
    return descriptor
  }

  /// Says beside a file what it is a part of. The file is empty until that is on the disk: a note never
  /// stands beside rows of something else.
  static func writeNote(_ text: String, of target: OutputTarget) throws(Failure) {
    let descriptor = try open(own: target.parameters, of: target)
    defer { close(descriptor) }
    var code = ftruncate(descriptor, 0) == 0 ? 0 : errno
    if code == 0 { code = SystemWrite.all(Array(text.utf8), to: descriptor) }
    if code == 0, fsync(descriptor) != 0 { code = errno }
    guard code == 0 else { throw .system(path: target.path, code: code) }
  }

  private func cut(to offset: Int) throws(Failure) {
    guard ftruncate(descriptor, off_t(offset)) == 0,
      lseek(descriptor, off_t(offset), SEEK_SET) >= 0
    else { throw .system(path: name, code: errno) }
  }

  /// Where the last complete line ends that is accepted.
  private func completeLines(
    _ accepts: (ArraySlice<UInt8>) -> Bool
  ) throws(Failure) -> Int {
    var end = 0
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
        guard accepts(rest[start..<newline]) else { return end + start }
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
