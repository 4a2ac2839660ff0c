// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that is no spec of a distribution: where it goes wrong, and what would be right.
public typealias DistributionSpecError = TextError<DistributionSpecProblem>

/// What is wrong with a text that is no spec of a distribution.
public enum DistributionSpecProblem: Sendable, Hashable {
  /// The name is that of no family with a density.
  case family(FamilyNameProblem)
  /// An argument's name is wrong.
  case argumentName(ArgumentNameProblem)
  /// The name of a family stands alone: its parameters have to follow.
  case missingParameters(family: String)
  /// This character has to stand here.
  case missing(Character)
  /// A number has to stand here.
  case missingNumber
  /// A parameter, or a bound of a truncation, is no formula of numbers.
  case formula(FormulaError.Problem)
  /// The family takes another number of parameters.
  case parameterCount(Int, family: String, expected: Int)
  /// A parameter, or an interval of truncation, makes no distribution.
  case invalid(DistributionError)
  /// What stands in a mixture makes none.
  case mixture(MixtureProblem)
  /// The spec ended before this.
  case trailingText(String)
  /// The same behind a distribution of counts, which cannot be truncated.
  case afterCounts(String)
}

extension DistributionSpecProblem: CustomStringConvertible {
  /// What is wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .family(let problem): problem.description
    case .argumentName(let problem): problem.description
    case .missingParameters(let family): "the parameters are missing, as in \(family)"
    // Of a truncation alone.
    case .missing(let character) where "[,".contains(character):
      "'\(character)' is missing, as in T[0, ] or T[0, 1]"
    case .missing(let character): "'\(character)' is missing"
    case .missingNumber: "a number is missing"
    case .formula(let problem): problem.description
    case .parameterCount(let count, let family, let expected):
      "\(family) takes \(expected) \(expected == 1 ? "number" : "numbers"), got \(count)"
    case .invalid(let error): error.description
    case .mixture(let problem): problem.description
    case .afterCounts(let text):
      "'\(text)' is too much: nothing may follow a distribution of counts, and it cannot be truncated"
    case .trailingText(let text):
      "'\(text)' is too much: only T[lower, upper] may follow a distribution, and nothing that"
    }
  }
}
