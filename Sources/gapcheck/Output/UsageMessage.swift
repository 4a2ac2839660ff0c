// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// What is said of a command line that is wrong, in three lines: what it is, how the command is called, and where its
/// help is.
enum UsageMessage {
  /// How much of a value is shown of its beginning, and as much of its end.
  private static let share = 60

  /// What may have been meant otherwise, if there is that, takes the place of how the command is called.
  ///
  /// - Parameters:
  ///   - error: what the parser threw.
  ///   - arguments: the command line.
  static func lines(of error: any Error, _ arguments: [String]) -> [String] {
    let message = Gapcheck.message(for: error)
    let whole = Gapcheck.fullMessage(for: error)
    // The help of the option stands between, which the message has said.
    let usage = whole.dropFirst("Error: \(message)\n".count).split(separator: "\n")
      .drop { !$0.hasPrefix("Usage: ") }
    let notes = Note.takeHeld()
    return notes + ["Error: \(oneLine(cutting(arguments, in: message)))"]
      + usage.dropFirst(notes.isEmpty ? 0 : 1).map(String.init)
  }

  /// Cuts values, and not what is said of them.
  private static func cutting(_ arguments: [String], in message: String) -> String {
    let values = arguments.flatMap { argument in
      [argument] + argument.split(separator: "=", maxSplits: 1).dropFirst().map(String.init)
    }
    return values.reduce(message) { message, value in
      let short = MessageText.cut(value, share: share)
      return short == value ? message : message.replacing(value, with: short)
    }
  }

  /// A list of the parser, which has a line for each word, as a sentence; of a value without a list, which is a whole
  /// number everywhere, what would be right.
  private static func oneLine(_ message: String) -> String {
    if message.hasSuffix(">'"), let match = message.firstMatch(of: /is invalid for '--([a-z-]+) </)
    {
      return message + "; --\(match.1) is a whole number, as in 10"
    }
    let parts = message.split(separator: " of the following:\n  - ", maxSplits: 1)
    guard parts.count == 2 else { return message }
    return parts[0] + " of " + parts[1].replacing("\n  - ", with: ", ")
  }
}
