// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// An interval with exact or infinite ends.
struct Support {
  let lower: Ball
  let upper: Ball

  init(_ lower: Ball, _ upper: Ball) { (self.lower, self.upper) = (lower, upper) }

  init(_ interval: Interval) { self.init(Ball(interval.lower), Ball(interval.upper)) }
}
