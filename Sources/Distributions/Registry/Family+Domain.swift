// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// What values a parameter can take.
  public enum Domain: String, Sendable, Hashable {
    /// Any finite number.
    case real
    /// Any finite number but 0.
    case nonzero
    /// Positive and finite.
    case positive
    /// From 0 to 1.
    case probability
    /// A whole number from 0.
    case count

    /// Whether the values are an interval, on which a parameter varies continuously.
    public var isInterval: Bool { self == .real || self == .positive || self == .probability }

    /// Whether a parameter can be this.
    public func contains(_ value: Double) -> Bool {
      switch self {
      case .real: value.isFinite
      case .nonzero: value.isFinite && value != 0
      case .positive: value > 0 && value.isFinite
      case .probability: (0...1).contains(value)
      case .count: value >= 0 && value.isFinite && value == value.rounded()
      }
    }
  }
}

extension Family.Domain: CustomStringConvertible {
  /// As in "a positive finite number".
  public var description: String {
    switch self {
    case .real: "finite"
    case .nonzero: "finite and not 0"
    case .positive: "a positive finite number"
    case .probability: "from 0 to 1"
    case .count: "a whole number from 0"
    }
  }
}
