// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that cannot be read: where it goes wrong, and what would be right.
public struct TextError<What: Sendable & Hashable & CustomStringConvertible>: Error, Sendable,
  Hashable
{
  /// What can be wrong with such a text.
  public typealias Problem = What

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

extension TextError: CustomStringConvertible {
  /// The text, the position counted from 1, and the problem.
  public var description: String { "'\(text)', character \(position + 1): \(problem)" }
}
