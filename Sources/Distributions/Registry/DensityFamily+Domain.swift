// SPDX-License-Identifier: GPL-3.0-or-later

extension DensityFamily.Domain {
  /// Whether a parameter can be this.
  public func contains(_ value: Double) -> Bool {
    switch self {
    case .real: value.isFinite
    case .positive: value > 0 && value.isFinite
    case .probability: (0...1).contains(value)
    case .count: value >= 0 && value.isFinite && value == value.rounded()
    }
  }
}

extension DensityFamily.Domain: CustomStringConvertible {
  /// As in "positive and finite".
  public var description: String {
    switch self {
    case .real: "finite"
    case .positive: "positive and finite"
    case .probability: "from 0 to 1"
    case .count: "a whole number from 0"
    }
  }
}
