// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A file, or standard input, that is read to its end.
enum WholeInput {
  /// A device that never ends would fill the memory.
  private static let most = 1 << 28

  /// - Parameter path: `nil` for standard input.
  static func read(_ path: String?) throws(DataFileError) -> [UInt8] {
    let name = path ?? "-"
    let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    guard descriptor >= 0 else { throw DataFileError(name, .unreadable(code: errno)) }
    defer { if path != nil { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw DataFileError(name, .unreadable(code: errno)) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= most else { throw DataFileError(name, .tooLong(mebibytes: most >> 20)) }
    }
  }
}
