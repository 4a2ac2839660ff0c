// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// Numbers on the command line: read as text, so that a wrong one can be shown with what would be
/// right.
enum NumberArgument {
  /// A finite number.
  static func finite(_ text: String, _ name: String) throws -> Double {
    guard let value = Double(notation: text), value.isFinite else {
      throw ValidationError("\(name) must be a finite number, got \(shown(text))")
    }
    return value
  }

  private static func shown(_ text: String) -> String { text.isEmpty ? "nothing" : text }

  /// A positive, finite number.
  static func positive(_ text: String, _ name: String) throws -> Double {
    guard let value = Double(notation: text), value > 0, value.isFinite else {
      throw ValidationError("\(name) must be a positive finite number, got \(shown(text))")
    }
    return value
  }
}
