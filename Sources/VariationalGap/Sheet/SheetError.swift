// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// An answer to the sheet that cannot be read.
public enum SheetError: Error, Sendable, Hashable {
  /// A text is no formula in the variables of the problem.
  case formula(FormulaError)
  /// The problem asks for yes or no.
  case neitherYesNorNo(String)
  /// Formulas of LaTeX are not read.
  case markup(String)
  /// A number with a comma where the point stands.
  case decimalComma(String)
  /// Another number of answers than the problem has parts.
  case count(Int, problem: SheetProblem)
  /// A number, such as 0.6363, was asked for.
  case noNumber(FormulaError)
  /// The pairs of distributions are missing, or stand where there are none.
  case pairs(problem: SheetProblem)
  /// The KL that the answer is compared with cannot be had.
  case truth(InferenceError)
}

extension SheetError: CustomStringConvertible {
  /// What is wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .formula(let error): "\(error)"
    case .neitherYesNorNo(let text):
      "problem 1a asks for yes or no, and perhaps a reason behind it; got '\(text)'"
    case .markup(let command):
      "LaTeX is not read: write (a)/(b) for a fraction, log, phi and theta without '\\', "
        + "got '\(command)'"
    case .decimalComma(let text):
      "decimals stand behind a point, as in \(text.replacing(",", with: ".")), got \(text)"
    case .count(let count, let problem):
      "problem \(problem.rawValue) has \(problem.expected), got \(count); "
        + "each stands in quotes, as in 'eps/phi', or the shell takes it apart"
    case .noNumber(let error):
      "problem 3 asks for a number, such as 0.6363 or log(2) − 1/2: \(error)"
    case .pairs(.products):
      "problem 3 needs the pairs of distributions, as in --q 'exponential(2)' --p 'exponential(1)'"
    case .pairs(let problem):
      "problem \(problem.rawValue) takes no --q and no --p: only problem 3 does"
    case .truth(let error): "\(error)"
    }
  }
}

extension SheetProblem {
  /// How many answers there are to give, in words.
  fileprivate var expected: String {
    switch self {
    case .gradient:
      "two answers, ∂ELBO/∂θ and then ∂ELBO/∂φ"
    case .maximum: "two answers, the best θ and then the best φ"
    case .tightness, .elbo, .exponentialNoise, .uniformNoise, .products: "one answer"
    }
  }
}
