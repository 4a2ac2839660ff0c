// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// Data: what a program that reads this one is after.
///
/// `print` drops what a full disk does not take, and ends with success.
enum StandardOutput {
  /// Writes a line, or several.
  ///
  /// A reader that has gone away has seen enough: that ends the program quietly.
  ///
  /// - Throws: `ExitCode` 74 (input/output error), once standard error says why.
  static func write(_ text: String) throws {
    switch SystemWrite.all(Array((text + "\n").utf8), to: STDOUT_FILENO) {
    case 0: break
    case EPIPE: throw ExitCode.success
    case let code:
      StandardError.write(
        "gapcheck: standard output cannot be written: \(String(cString: strerror(code)))")
      throw ExitCode(74)
    }
  }
}
