// SPDX-License-Identifier: GPL-3.0-or-later

/// A spec with an argument whose name is wrong.
public typealias ArgumentNameError = TextError<ArgumentNameProblem>

/// What is wrong with the name of an argument.
public enum ArgumentNameProblem: Sendable, Hashable {
  /// The family has no such parameter.
  case unknown(String, family: String, parameters: String)
  /// The parameter has its value already.
  case repeated(String)
  /// An argument without a name stands behind one that has one.
  case unnamed
}

extension ArgumentNameProblem: CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .unknown(let name, let family, let parameters):
      "\(family) has no parameter '\(name)': \(parameters)"
    case .repeated(let name): "\(name) has its value already"
    case .unnamed: "an argument behind one with a name needs one too, as in sigma=2"
    }
  }
}
