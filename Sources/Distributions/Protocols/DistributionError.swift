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
}

extension DistributionError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String { "\(parameter) must be \(requirement), got \(value)" }
}
