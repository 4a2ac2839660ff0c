// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// How many cells a worker computes at a time: as many as take some milliseconds.
///
/// Unchecked, since the rate is behind a lock. The output does not depend on it.
final class Pace: @unchecked Sendable {
  private static let counts = 16...2048
  private static let duration = Duration.milliseconds(10)

  private let lock = NSLock()
  private var cells = counts.lowerBound

  /// How many cells make the next piece of work.
  var count: Int { lock.withLock { cells } }

  /// Measures a piece of work.
  func measure<Result>(_ count: Int, _ work: () -> Result) -> Result {
    let start = ContinuousClock.now
    let result = work()
    let share = (ContinuousClock.now - start) / Pace.duration
    let next = share > 0 ? Double(count) / share : .infinity
    lock.withLock {
      cells = Int(max(Double(Pace.counts.lowerBound), min(Double(Pace.counts.upperBound), next)))
    }
    return result
  }
}
