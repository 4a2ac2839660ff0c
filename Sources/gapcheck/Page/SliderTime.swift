// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import Synchronization

/// The processor time that the places of all sliders have together: a model of which each takes long is not to take minutes.
final class SliderTime: Sendable {
  /// How many seconds a place has when all of it is used up: most take less.
  private let least: Double

  private let left: Mutex<Double>
  /// How many places are computed at once.
  private let workers: Int

  init(seconds: Double, workers: Int) {
    left = Mutex(seconds)
    least = min(seconds, 0.02)
    self.workers = max(1, workers)
  }

  /// Computes a place in what is left for each of those that are computed at once.
  func place<Value>(_ compute: () -> Value) -> Value {
    // As many hundredths as there are, since the page says how many they were.
    let hundredths = (100 * left.withLock { $0 } / Double(workers)).rounded(.down)
    let share = max(least, hundredths / 100)
    let start = ProcessorTime.seconds
    let value = TimeLimit.within(seconds: share, compute)
    let used = ProcessorTime.seconds - start
    left.withLock { $0 -= used }
    return value
  }
}
