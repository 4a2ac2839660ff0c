// SPDX-License-Identifier: GPL-3.0-or-later

/// An argument of a likelihood that its family does not take.
public struct ParameterViolation: Sendable, Hashable {
  /// The parameter's name, as in "sigma".
  public let parameter: String
  /// The argument, as in "z - 1".
  public let formula: String
  /// The argument's value.
  public let value: Double
  /// What the parameter has to be, as in "positive and finite".
  public let requirement: String

  init(_ parameter: DensityFamily.Parameter, _ argument: Formula, value: Double) {
    self.parameter = parameter.name
    formula = argument.description
    self.value = value
    requirement = parameter.domain.description
  }
}

extension ParameterViolation: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    "\(parameter) = \(formula) must be \(requirement), got \(value)"
  }
}
