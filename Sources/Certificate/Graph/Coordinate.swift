// SPDX-License-Identifier: GPL-3.0-or-later

/// z = origin ± t, t = eˢ > 0.
struct Coordinate {
  /// Where t is 0.
  let origin: Ball
  /// 1 where z grows with t, −1 where it falls.
  let direction: Int

  /// z at t.
  func point(_ t: Ball, _ precision: Precision) -> Ball {
    direction > 0 ? precision.sum(origin, t) : precision.difference(origin, t)
  }
}
