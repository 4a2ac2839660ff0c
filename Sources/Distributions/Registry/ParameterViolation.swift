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
  /// Whether the value is what the argument is rounded to, as exp(z) is to 0 or ∞ far out: the argument itself may be
  /// what it has to be.
  package let isRounded: Bool

  /// Describes what is outside its domain.
  public init(parameter: String, formula: String, value: Double, requirement: String) {
    self.parameter = parameter
    self.formula = formula
    self.value = value
    self.requirement = requirement
    isRounded = false
  }

  /// - Parameters:
  ///   - z: where the argument has the value; `nil` where it has it everywhere.
  ///   - values: those of the formula's parameters.
  ///   - columns: what the formula's parameters from 1 on are called.
  init(
    _ parameter: Family.Parameter, _ argument: Formula, value: Double, at z: Double? = nil,
    values: [Double] = [], columns: [String] = []
  ) {
    self.parameter = parameter.name
    formula = columns.enumerated().reduce(argument.description) { text, column in
      text.replacing("p[\(column.offset + 1)]", with: column.element)
    }
    self.value = value
    requirement = parameter.domain.description
    guard let z, value == 0 || value.isInfinite else {
      isRounded = false
      return
    }
    let range = argument.enclosure(
      over: Enclosure(from: z, to: z), parameters: values.map { Enclosure(from: $0, to: $0) })
    isRounded = !range.isEmpty && (value == 0 ? range.upper > 0 : range.lower < .infinity)
  }
}

extension ParameterViolation: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    "\(parameter) = \(formula) must be \(requirement), got \(value)"
  }
}
