// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// How text for people looks: it is one for the whole of a report.
struct TextStyle {
  /// `--digits` of text.
  enum Digits: String, ExpressibleByArgument, CaseIterable {
    /// To the last place of the error.
    case rounded
    /// All that a double has.
    case full
  }

  /// How many digits numbers have.
  var digits = Digits.rounded
  /// The most columns of a line, as far as words allow.
  var width = 80
  /// Whether verdicts have a colour.
  var isColored = false

  /// The style of standard output: as wide as the terminal, and 80 columns in a pipe or a file.
  static func ofStandardOutput(_ digits: Digits = .rounded) -> TextStyle {
    guard isatty(STDOUT_FILENO) == 1 else { return TextStyle(digits: digits) }
    let environment = ProcessInfo.processInfo.environment
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let columns = environment["COLUMNS"].flatMap { Int($0) } ?? (isKnown ? Int(size.ws_col) : 80)
    return TextStyle(
      digits: digits, width: max(40, columns),
      isColored: (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb")
  }
}
