// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// How much a worker is given at a time, in cells or bytes: as much as takes some milliseconds.
///
/// Unchecked, since the rate is behind a lock. The output does not depend on it.
final class Pace: @unchecked Sendable {
  private static let duration = Duration.milliseconds(10)

  private let counts: ClosedRange<Int>
  private let lock = NSLock()
  private var next: Int

  /// - Parameter counts: the least and the most; the least comes first.
  init(_ counts: ClosedRange<Int>) {
    (self.counts, next) = (counts, counts.lowerBound)
  }

  /// How much makes the next piece of work.
  var count: Int { lock.withLock { next } }

  /// Measures a piece of work.
  func measure<Result>(_ count: Int, _ work: () -> Result) -> Result {
    let start = ContinuousClock.now
    let result = work()
    let share = (ContinuousClock.now - start) / Pace.duration
    let best = share > 0 ? Double(count) / share : .infinity
    lock.withLock {
      next = Int(max(Double(counts.lowerBound), min(Double(counts.upperBound), best)))
    }
    return result
  }
}
