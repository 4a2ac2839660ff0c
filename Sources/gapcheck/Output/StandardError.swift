// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Words for people: everything that is not data.
enum StandardError {
  /// Lines: one that is long is cut, and control characters, line breaks among them, are shown as what they are.
  static func write(_ lines: String...) { write(lines) }

  /// The same.
  static func write(_ lines: [String]) { show(lines.map { MessageText.shown($0) + "\n" }.joined()) }

  /// Without a line break. Where standard error is closed, nobody listens, and that is no failure.
  static func show(_ text: String) {
    _ = SystemWrite.all(Array(text.utf8), to: STDERR_FILENO)
  }
}
