// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that is no interval: where it goes wrong, and what would be right.
public struct IntervalSpecError: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// The two points between the bounds have to stand here.
    case missingDots
    /// A bound is no formula of numbers.
    case formula(FormulaError.Problem)
    /// The bounds are not in ascending order.
    case invalid(DistributionError)
  }

  /// The whole text.
  public let text: String

  /// The offending character, counted from 0; the length of the text where it ends too early.
  public let position: Int

  /// What is wrong there.
  public let problem: Problem

  /// Makes an error.
  public init(text: String, position: Int, problem: Problem) {
    self.text = text
    self.position = position
    self.problem = problem
  }
}

extension IntervalSpecError.Problem: CustomStringConvertible {
  /// What is wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .missingDots: "'..' is missing between the bounds, as in 0..inf"
    case .formula(let problem): problem.description
    case .invalid(let error): error.description
    }
  }
}

extension IntervalSpecError: CustomStringConvertible {
  /// The text, the position counted from 1, and the problem.
  public var description: String { "'\(text)', character \(position + 1): \(problem)" }
}
