// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Words for people: everything that is not data.
enum StandardError {
  static func write(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
  }
}
