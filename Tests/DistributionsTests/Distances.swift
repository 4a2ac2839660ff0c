// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The error relative to the truth; 0 for equal values, infinities among them.
func relativeError(_ value: Double, _ truth: Double) -> Double {
  value == truth ? 0 : abs(value - truth) / abs(truth)
}

extension DoubleDouble {
  /// The distance from head + tail, in which the heads cancel exactly.
  func distance(fromHead head: Double, tail: Double) -> Double {
    abs((self.head - head) + (self.tail - tail))
  }
}
