// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT

/// Two numbers that a quantity is proven to lie between.
public struct CertifiedInterval: Sendable {
  let ball: Ball
  private let bounds: Bounds

  /// The number below, with all digits that were asked for, rounded down.
  public let lower: String

  /// The number above, with all digits that were asked for, rounded up.
  public let upper: String

  /// Whether the two agree to the digits that were asked for.
  public let isDecided: Bool

  init(_ ball: Ball, digits: Int, isDecided: Bool) {
    let bounds = Precision(bits: 64 + 4 * digits).bounds(ball)
    self.init(ball, bounds, digits: digits, isDecided: isDecided)
  }

  /// Between two exact numbers, which need not agree to any digit.
  init(from lower: Ball, to upper: Ball, digits: Int) {
    let ball = Precision(bits: 64 + 4 * digits).hull(lower, upper)
    self.init(ball, Bounds(lower, upper), digits: digits, isDecided: true)
  }

  private init(_ ball: Ball, _ bounds: Bounds, digits: Int, isDecided: Bool) {
    (self.ball, self.bounds, self.isDecided) = (ball, bounds, isDecided)
    lower = DecimalText(bounds.lower, digits: digits + 2, isUpper: false).text
    upper = DecimalText(bounds.upper, digits: digits + 2, isUpper: true).text
  }

  /// A double that the quantity is not below.
  public var lowerBound: Double {
    let end = bounds.lower
    return unsafe cflint_double_below(&end.pointer.pointee.mid)
  }

  /// A double that the quantity is not above.
  public var upperBound: Double {
    let end = bounds.upper
    return unsafe cflint_double_above(&end.pointer.pointee.mid)
  }

  /// Whether a value with a bound on its error holds the quantity.
  public func judge(_ value: Double, error: Double) -> CertifiedVerdict {
    if value.isNaN || error.isNaN { return .notDecided }
    if error == .infinity { return .confirmed }
    let field = Precision(bits: Precision.longestExact)
    guard value.isFinite else { return .refuted }
    let below = field.difference(Ball(value), Ball(error))
    let above = field.sum(Ball(value), Ball(error))
    if ball < below || above < ball { return .refuted }
    return below <= ball && ball <= above ? .confirmed : .notDecided
  }
}

/// What a proof says of a value with a bound on its error.
public enum CertifiedVerdict: String, Sendable, Hashable {
  /// The quantity lies within the bound.
  case confirmed
  /// The quantity lies outside of it.
  case refuted
  /// The enclosure is too wide to tell.
  case notDecided = "not decided"
}

extension CertifiedInterval {
  /// Both, and what lies between them.
  fileprivate func hull(with other: CertifiedInterval) -> CertifiedInterval {
    let ball = Precision(bits: Precision.longestExact).hull(ball, other.ball)
    return CertifiedInterval(ball, digits: CertifiedInterval.hullDigits, isDecided: false)
  }

  private static let hullDigits = 20
}

/// A quantity of a model, as far as it is proven.
public enum CertifiedQuantity: Sendable {
  /// It lies in an interval.
  case finite(CertifiedInterval)
  /// It is +∞ or −∞, by theorem.
  case infinite(isPositive: Bool, reason: String)
  /// It does not exist, by theorem.
  case undefined(reason: String)
  /// Nothing was proven.
  case notDecided(reason: String)

  /// Both, and what lies between them.
  package static func hull(of a: CertifiedQuantity, _ b: CertifiedQuantity) -> CertifiedQuantity {
    guard let first = a.interval, let second = b.interval else {
      return .notDecided(reason: "one of two ends is no number")
    }
    return .finite(first.hull(with: second))
  }

  /// The interval, where there is one.
  public var interval: CertifiedInterval? {
    if case .finite(let interval) = self { interval } else { nil }
  }
}
