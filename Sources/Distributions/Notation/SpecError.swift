// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that is no spec of a distribution or of a likelihood: where it goes wrong, and what would be right.
public typealias SpecError = TextError<SpecProblem>

/// What is wrong with a text that is no spec of a distribution, of which the parameters are numbers, or of a
/// likelihood, of which the arguments are formulas in z.
public enum SpecProblem: Sendable, Hashable {
  /// The name is that of no family, or of none with a density.
  case family(FamilyNameProblem)
  /// An argument's name is wrong.
  case argumentName(ArgumentNameProblem)
  /// The name of a family stands alone: its parameters have to follow.
  case missingParameters(family: String)
  /// This character has to stand here.
  case missing(Character)
  /// A number has to stand here.
  case missingNumber
  /// A parameter, or a bound of a truncation, is no formula that can stand there.
  case formula(FormulaError.Problem)
  /// The family takes another number of parameters.
  case parameterCount(Int, family: String, expected: Int)
  /// The family takes another number of arguments.
  case argumentCount(Int, family: String, expected: Int)
  /// An argument that does not depend on z is not what its parameter can be.
  case outsideDomain(ParameterViolation)
  /// Parameters, or an interval of truncation, make no distribution.
  case invalid(DistributionError)
  /// A parameter that is a whole number cannot depend on z.
  case varyingCount(parameter: String, formula: String)
  /// A parameter that has to be a number depends on z or a column.
  case varyingNumber(parameter: String, formula: String)
  /// What stands in a mixture, or in a family with more zeros, makes none.
  case mixture(MixtureProblem)
  /// The likelihood cannot be truncated so.
  case truncation(IntervalProblem)
  /// The spec ended before this.
  case trailingText(String, after: Ending)

  /// What may follow a spec, in words.
  public enum Ending: String, Sendable {
    /// Of a distribution with a density.
    case density = "only T[lower, upper] may follow a distribution, and nothing that"
    /// Of counts.
    case counts =
      "nothing may follow a distribution of counts, and it cannot be truncated"
    /// Of a likelihood.
    case likelihood = "a likelihood ends with its ')', or with T[lower, upper]"
  }
}

extension SpecProblem: CustomStringConvertible {
  /// What is wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .missingParameters(let family): "the parameters are missing, as in \(family)"
    // Of a truncation alone.
    case .missing(let character) where "[,".contains(character):
      "'\(character)' is missing, as in T[0, ] or T[0, 1]"
    case .missing(let character): "'\(character)' is missing"
    case .missingNumber: "a number is missing"
    case .parameterCount(let count, let family, let expected):
      "\(family) takes \(expected) \(expected == 1 ? "number" : "numbers"), got \(count)"
    case .argumentCount(let count, let family, let expected):
      "\(family) takes \(expected) \(expected == 1 ? "argument" : "arguments"), got \(count)"
    case .varyingCount(let parameter, let formula):
      "\(parameter) must be a whole number for every z, got \(formula)"
    case .varyingNumber(let parameter, let formula):
      "\(parameter) must be a number, which does not depend on z or a column, got \(formula)"
    case .trailingText(let text, let ending): "'\(text)' is too much: \(ending.rawValue)"
    case .family(let problem): problem.description
    case .argumentName(let problem): problem.description
    case .formula(let problem): problem.description
    case .outsideDomain(let violation): violation.description
    case .invalid(let error): error.description
    case .mixture(let problem): problem.description
    case .truncation(let problem): problem.description
    }
  }
}
