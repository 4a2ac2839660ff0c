// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// The processor time of the thread that asks.
package enum ProcessorTime {
  /// In seconds, from some start.
  package static var seconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
