// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The command line, for results that say how they came about.
enum TypedCommand {
  /// What was typed, with quotes where a shell needs them.
  static let text: String = {
    let plain = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./,:+@%")
    let arguments = CommandLine.arguments.dropFirst().map { argument in
      !argument.isEmpty && argument.unicodeScalars.allSatisfy(plain.contains)
        ? argument : "'\(argument.replacingOccurrences(of: "'", with: #"'\''"#))'"
    }
    return (["gapcheck"] + arguments).joined(separator: " ")
  }()
}
