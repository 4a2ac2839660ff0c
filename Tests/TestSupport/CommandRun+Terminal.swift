// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

extension CommandRun {
  /// Why there is no terminal.
  package struct NoTerminal: Error {}

  /// What the built command writes to a terminal.
  ///
  /// - Parameters:
  ///   - arguments: what follows `gapcheck` on the command line.
  ///   - columns: how wide the terminal is.
  ///   - environment: variables set besides those of this process.
  package static func inTerminal(
    _ arguments: [String], columns: UInt16, environment: [String: String] = [:]
  ) async throws -> String {
    let (master, terminal) = try pair()
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard ioctl(master, UInt(TIOCSWINSZ), &size) == 0 else { throw NoTerminal() }
    let process = Process()
    process.executableURL = try Command.url()
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "COLUMNS"] { variables[name] = nil }
    variables["TERM"] = "xterm"
    process.environment = variables.merging(environment) { $1 }
    let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
    (process.standardOutput, process.standardError) = (handle, handle)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    close(terminal)
    let bytes = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var (bytes, buffer): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: 4096))
        // The end of a terminal is an error on Linux, and no bytes on macOS.
        while case let count = read(master, &buffer, buffer.count), count > 0 {
          bytes += buffer[..<count]
        }
        continuation.resume(returning: bytes)
      }
    }
    process.waitUntilExit()
    close(master)
    return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
  }

  /// The two ends of a new terminal.
  private static func pair() throws -> (master: Int32, terminal: Int32) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard master >= 0 else { throw NoTerminal() }
    #if os(Linux)
      // `unlockpt` and `ptsname`, which the headers hide: TIOCSPTLCK and TIOCGPTN.
      var (lock, number): (Int32, UInt32) = (0, 0)
      guard ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0
      else { throw NoTerminal() }
      let name = "/dev/pts/\(number)"
    #else
      guard grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master).map(String.init)
      else { throw NoTerminal() }
    #endif
    let terminal = open(name, O_RDWR | O_NOCTTY)
    guard terminal >= 0 else { throw NoTerminal() }
    return (master, terminal)
  }
}
