// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import Synchronization

/// The processor time that the places of all sliders have together: a model of which each takes long is not to take minutes.
final class SliderTime: Sendable {
  /// How many seconds a place has at least: most take less.
  private let least: Double
  /// With how little left no place is begun: it would not be done.
  private let end: Double

  private let left: Mutex<Double>
  /// How many places are computed at once.
  private let workers: Int

  init(seconds: Double, workers: Int) {
    left = Mutex(seconds)
    least = min(seconds, 0.02)
    end = seconds / 10
    self.workers = max(1, workers)
  }

  /// Computes a place in what is left for each of those that are computed at once; `nil` where too little is left.
  ///
  /// - Parameter isNeeded: whether it is computed all the same.
  func place<Value>(isNeeded: Bool, _ compute: () -> Value) -> Value? {
    let left = left.withLock { $0 }
    guard isNeeded || left > end else { return nil }
    // As many hundredths as there are, since the page says how many they were.
    let hundredths = (100 * left / Double(workers)).rounded(.down)
    let share = max(least, hundredths / 100)
    let start = ProcessorTime.seconds
    let value = TimeLimit.within(seconds: share, compute)
    let used = ProcessorTime.seconds - start
    self.left.withLock { $0 -= used }
    return value
  }
}
