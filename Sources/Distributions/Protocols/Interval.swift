// SPDX-License-Identifier: GPL-3.0-or-later

/// An open interval of the real line, with finite or infinite ends: the support of a distribution.
public struct Interval: Sendable, Hashable {
  /// The lower end; −∞ for a support without one.
  public let lower: Double

  /// The upper end; ∞ for a support without one.
  public let upper: Double

  /// (0, ∞).
  public static let positive = Interval(uncheckedLower: 0, upper: .infinity)

  /// (0, 1).
  public static let unit = Interval(uncheckedLower: 0, upper: 1)

  /// (−∞, ∞).
  public static let real = Interval(uncheckedLower: -.infinity, upper: .infinity)

  /// Makes the interval (lower, upper).
  ///
  /// - Throws: ``DistributionError`` unless lower < upper.
  public init(from lower: Double, to upper: Double) throws(DistributionError) {
    guard lower < upper else {
      throw DistributionError(
        parameter: "the interval", value: "(\(lower), \(upper))",
        requirement: "two numbers or infinities in ascending order")
    }
    self.lower = lower
    self.upper = upper
  }

  init(uncheckedLower lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// A finite point inside, where a search can start.
  package var interior: Double {
    switch (lower.isFinite, upper.isFinite) {
    case (true, true): lower / 2 + upper / 2
    case (true, false): lower + max(1, abs(lower))
    case (false, true): upper - max(1, abs(upper))
    case (false, false): 0
    }
  }

  /// Whether z lies strictly between the ends.
  public func contains(_ z: Double) -> Bool { lower < z && z < upper }

  /// Whether every point of the other interval is one of this.
  public func contains(_ other: Interval) -> Bool {
    lower <= other.lower && other.upper <= upper
  }

  /// The common part, or `nil` where there is none.
  public func intersection(_ other: Interval) -> Interval? {
    let (a, b) = (max(lower, other.lower), min(upper, other.upper))
    return a < b ? Interval(uncheckedLower: a, upper: b) : nil
  }
}

extension Interval: CustomStringConvertible {
  /// "(lower, upper)".
  public var description: String { "(\(lower), \(upper))" }
}
