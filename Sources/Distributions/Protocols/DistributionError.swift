// SPDX-License-Identifier: GPL-3.0-or-later

/// A parameter that makes no distribution.
public struct DistributionError: Error, Sendable, Hashable {
  /// The parameter, as in "the rate of an exponential distribution".
  public let parameter: String
  /// Its value.
  public let value: String
  /// What it has to be, as in "a positive finite number".
  public let requirement: String

  /// Makes an error.
  public init(parameter: String, value: String, requirement: String) {
    self.parameter = parameter
    self.value = value
    self.requirement = requirement
  }

  /// Refuses a value that is not positive and finite.
  static func requirePositive(
    _ value: Double, _ parameter: String
  ) throws(DistributionError) -> Double {
    guard value > 0, value.isFinite else {
      throw DistributionError(
        parameter: parameter, value: "\(value)", requirement: "a positive finite number")
    }
    return value
  }

  /// Refuses a value that is not finite.
  static func requireFinite(
    _ value: Double, _ parameter: String
  ) throws(DistributionError) -> Double {
    guard value.isFinite else {
      throw DistributionError(parameter: parameter, value: "\(value)", requirement: "finite")
    }
    return value
  }
}

extension DistributionError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String { "\(parameter) must be \(requirement), got \(value)" }
}
