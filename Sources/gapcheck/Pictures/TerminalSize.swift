// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The terminal that a picture is drawn in.
enum TerminalSize {
  /// As large as the terminal, in colour unless NO_COLOR is set; where standard output is none, 79
  /// columns without colour.
  static var medium: PlotTerminal {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return .characters(columns: 79, lines: 40, isColored: false) }
    let isColored = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    // The prompt needs a line.
    return .characters(
      columns: max(60, min(200, Int(size.ws_col) - 1)), lines: max(24, Int(size.ws_row) - 2),
      isColored: isColored)
  }
}
