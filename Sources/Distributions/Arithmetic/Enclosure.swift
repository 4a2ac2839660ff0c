// SPDX-License-Identifier: GPL-3.0-or-later

/// Bounds on a quantity over a whole interval of z: every value lies in [lower, upper].
///
/// Interval arithmetic, the ground on which a search for modes can say that it has missed none. Where
/// a part of the interval lies outside the domain of a function, the bounds are those of the rest;
/// where all of it does, the enclosure is ``empty``.
///
/// An infinite end says that the values have no bound there: 0 times such a quantity is 0. But
/// [−∞, −∞] is the value −∞ itself, the logarithm of 0.
///
/// Source: Moore, Kearfott, Cloud, *Introduction to Interval Analysis* (SIAM, 2009).
public struct Enclosure: Sendable, Hashable {
  /// No value is below; +∞ where there is no value at all.
  public let lower: Double

  /// No value is above; −∞ where there is no value at all.
  public let upper: Double

  /// [lower, upper]; the whole line where an end is NaN or the ends are not in order.
  public init(from lower: Double, to upper: Double) {
    let isOrdered = lower <= upper
    self.lower = isOrdered ? lower : -.infinity
    self.upper = isOrdered ? upper : .infinity
  }

  /// [lower, upper], or empty where the ends are not in order.
  private init(between lower: Double, and upper: Double) {
    let isOrdered = lower <= upper
    self.lower = isOrdered ? lower : .infinity
    self.upper = isOrdered ? upper : -.infinity
  }

  /// No value: the interval lies wholly outside the domain.
  public static let empty = Enclosure(between: .infinity, and: -.infinity)

  /// Any value.
  public static let wholeLine = Enclosure(from: -.infinity, to: .infinity)

  /// Whether there is no value at all.
  public var isEmpty: Bool { lower > upper }

  /// Whether the number may be a value.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// What the two have in common.
  public func intersection(_ other: Enclosure) -> Enclosure {
    Enclosure(between: max(lower, other.lower), and: min(upper, other.upper))
  }

  /// The smallest interval that holds both.
  public func hull(_ other: Enclosure) -> Enclosure {
    Enclosure(between: min(lower, other.lower), and: max(upper, other.upper))
  }
}
