// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Words for people: everything that is not data.
enum StandardError {
  /// A line, or several: what is long is cut, and control characters are shown as what they are.
  static func write(_ message: String) { show(MessageText.shown(message) + "\n") }

  /// Without a line break. Where standard error is closed, nobody listens, and that is no failure.
  static func show(_ text: String) {
    _ = SystemWrite.all(Array(text.utf8), to: STDERR_FILENO)
  }
}
