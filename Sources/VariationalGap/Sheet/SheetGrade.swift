// SPDX-License-Identifier: GPL-3.0-or-later

/// What an answer to a problem of the sheet is worth.
public struct SheetGrade: Sendable, Hashable {
  /// The problem.
  public let problem: SheetProblem

  /// What is said of each part that was asked for, in its order.
  public let parts: [Part]

  /// Whether all parts are right.
  public var isRight: Bool { parts.allSatisfy(\.isRight) }

  /// What is said of one formula, number or word.
  public struct Part: Sendable, Hashable {
    /// What was asked for, as in "∂ELBO/∂φ".
    public let name: String

    /// Whether the answer is right; up to a constant where the sheet says so.
    public let isRight: Bool

    /// Of a right answer, what there is to add; of a wrong one, the mistake, if it is a known one.
    public let note: String?

    /// Of a wrong answer, a point where it differs.
    public let counterexample: Counterexample?
  }

  /// A point where an answer differs from what is right.
  public struct Counterexample: Sendable, Hashable {
    /// The values of the variables there, in their order.
    public let point: [Coordinate]
    /// What the answer is there; NaN where it is no number.
    public let given: Double
    /// What would be right there.
    public let right: Double
  }

  /// A variable and its value.
  public struct Coordinate: Sendable, Hashable {
    /// The variable, as it is typed.
    public let name: String
    /// Its value.
    public let value: Double
  }
}
