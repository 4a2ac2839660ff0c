// SPDX-License-Identifier: GPL-3.0-or-later

/// What is known of one observed x: its value, or, where it is censored, an interval that it lies in.
///
/// A value has its density as the likelihood, an interval its probability, ends included: of counts 3…∞ is P(x ≥ 3).
///
/// ```swift
/// let lifetimes: [Observation] = [1.2, 0.4, .interval(from: 3, to: .infinity)]
/// ```
public enum Observation: Sendable, Hashable {
  /// x itself, finite.
  case value(Double)
  /// lower ≤ x ≤ upper, either of which may be infinite.
  case interval(from: Double, to: Double)

  /// x, or `nil` where only an interval is known.
  public var value: Double? {
    if case .value(let x) = self { x } else { nil }
  }
}

extension Observation: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A value.
  public init(floatLiteral value: Double) { self = .value(value) }
  /// A value that is a whole number.
  public init(integerLiteral value: Int) { self = .value(Double(value)) }
}

extension Observation: CustomStringConvertible {
  /// As in "0.3" or "3.0..inf".
  public var description: String {
    switch self {
    case .value(let x): "\(x)"
    case .interval(let lower, let upper): "\(lower)..\(upper)"
    }
  }
}
