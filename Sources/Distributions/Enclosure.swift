// SPDX-License-Identifier: GPL-3.0-or-later

/// Bounds on a quantity over a whole interval of z: every value lies in [lower, upper].
///
/// Interval arithmetic, the ground on which a search for modes can say that it has missed none. Where
/// a part of the interval lies outside the domain of a function, the bounds are those of the rest.
///
/// Source: Moore, Kearfott, Cloud, *Introduction to Interval Analysis* (SIAM, 2009).
public struct Enclosure: Sendable, Hashable {
  /// No value is below.
  public let lower: Double

  /// No value is above.
  public let upper: Double

  /// [lower, upper]; the whole line where an end is NaN.
  public init(from lower: Double, to upper: Double) {
    let isOrdered = lower <= upper
    self.lower = isOrdered ? lower : -.infinity
    self.upper = isOrdered ? upper : .infinity
  }
}
