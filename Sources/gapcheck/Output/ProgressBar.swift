// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Rate, share and time left on standard error; nothing where that is no terminal.
final class ProgressBar {
  private let total: Int
  private let start = ContinuousClock.now
  private let initial: Int
  private var done: Int
  private var lastShown: ContinuousClock.Instant
  private let isShown: Bool
  private let unit: String

  /// - Parameters:
  ///   - isBesideRows: whether rows go to standard output; where that is a terminal too, they are progress enough.
  ///   - unit: what is counted.
  init(total: Int, done: Int = 0, isBesideRows: Bool, unit: String = "rows") {
    (self.total, self.unit) = (total, unit)
    self.done = done
    initial = done
    lastShown = start
    isShown = isatty(STDERR_FILENO) == 1 && !(isBesideRows && isatty(STDOUT_FILENO) == 1)
  }

  func advance(by rows: Int) {
    done += rows
    guard isShown, ContinuousClock.now - lastShown > .milliseconds(200) else { return }
    lastShown = .now
    let seconds = max((lastShown - start) / .seconds(1), 1e-9)
    let rate = Double(done - initial) / seconds
    let share = Double(done) / Double(max(total, 1))
    let left = rate > 0 ? Double(total - done) / rate : .infinity
    let filled = Int(max(0, min(1, share)) * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    StandardError.show(
      String(format: "\r[%@] %5.1f %%  %.0f %@/s  %.0f s left ", bar, 100 * share, rate, unit, left)
    )
  }

  /// Clears the line.
  func finish() {
    if isShown { StandardError.show("\r\u{1B}[K") }
  }
}
