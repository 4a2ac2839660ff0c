// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A file, or standard input, that is read to its end.
enum WholeInput {
  /// Why there is no input.
  enum Failure: ExitStatusError, CustomStringConvertible {
    case system(name: String, code: Int32)
    case tooLong(name: String)

    var description: String {
      switch self {
      case .system(let name, let code): "cannot read \(name): \(String(cString: strerror(code)))"
      case .tooLong(let name):
        "\(name) has more than \(WholeInput.most >> 20) MiB: give it in parts"
      }
    }

    /// 74 for what the system refused, 65 for what is in the input.
    var exitStatus: Int32 {
      if case .system = self { 74 } else { 65 }
    }
  }

  /// A device that never ends would fill the memory.
  private static let most = 1 << 28

  /// - Parameter path: `nil` for standard input.
  static func read(_ path: String?) throws(Failure) -> [UInt8] {
    let name = path ?? "standard input"
    let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    guard descriptor >= 0 else { throw .system(name: name, code: errno) }
    defer { if path != nil { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(name: name, code: errno) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= most else { throw .tooLong(name: name) }
    }
  }
}
