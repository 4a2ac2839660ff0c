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
      + usage.dropFirst(notes.isEmpty ? 0 : 1).map(short)
  }

  /// A line of usage; where it is too long for a terminal, as the parser has it where there are more options still.
  private static func short(_ line: Substring) -> String {
    guard line.hasPrefix("Usage: "), line.count > 80 else { return String(line) }
    return line.prefix { !"[<-".contains($0) } + "<options>"
  }

  /// Help whose line of usage is broken where it is too long for a terminal; any other text as it is.
  static func wrapped(_ help: String) -> String {
    help.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      line.hasPrefix("USAGE: ") && line.count > 80 ? broken(line) : [String(line)]
    }.joined(separator: "\n")
  }

  /// Lines of up to 80 characters, broken before options.
  private static func broken(_ usage: Substring) -> [String] {
    var lines = [""]
    for part in usage.replacing(" [", with: "\n[").replacing(" --", with: "\n--").split(
      separator: "\n")
    {
      // What stands in brackets stays together.
      let isInside =
        lines[lines.count - 1].count { $0 == "[" } > lines[lines.count - 1].count { $0 == "]" }
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(part)
      } else if isInside || lines[lines.count - 1].count + 1 + part.count <= 80 {
        lines[lines.count - 1] += " " + part
      } else {
        lines.append("         " + part)
      }
    }
    return lines
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
      return message + "; --\(match.1) is "
        + (match.1 == "shard"
          ? "K/N, the K-th of N parts, with K up to N, as in 2/8" : "a whole number, as in 10")
    }
    let parts = message.split(separator: " of the following:\n  - ", maxSplits: 1)
    guard parts.count == 2 else { return message }
    return parts[0] + " of " + parts[1].replacing("\n  - ", with: ", ")
  }
}
