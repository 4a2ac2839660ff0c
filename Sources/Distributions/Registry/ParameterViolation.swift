// SPDX-License-Identifier: GPL-3.0-or-later

/// An argument of a likelihood that its family does not take.
public struct ParameterViolation: Sendable, Hashable {
  /// The parameter's name, as in "sigma".
  public let parameter: String
  /// The argument, as in "z - 1".
  public let formula: String
  /// The argument's value.
  public let value: Double
  /// What the parameter has to be, as in "a positive finite number".
  public let requirement: String

  /// Describes what is outside its domain.
  public init(parameter: String, formula: String, value: Double, requirement: String) {
    self.parameter = parameter
    self.formula = formula
    self.value = value
    self.requirement = requirement
  }

  /// - Parameter columns: what the formula's parameters from 1 on are called.
  init(
    _ parameter: Family.Parameter, _ argument: Formula, value: Double, columns: [String] = []
  ) {
    let formula = columns.enumerated().reduce(argument.description) { text, column in
      text.replacing("p[\(column.offset + 1)]", with: column.element)
    }
    self.init(
      parameter: parameter.name, formula: formula, value: value,
      requirement: parameter.domain.description)
  }
}

extension ParameterViolation: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    "\(parameter) = \(formula) must be \(requirement), got \(value)"
  }
}
