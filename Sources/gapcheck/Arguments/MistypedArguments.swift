// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// Slips on the command line that the parser would take for something else.
enum MistypedArguments {
  /// What is wrong, and what was probably meant; `nil` for a line without such a slip.
  static func problem(in arguments: [String]) -> String? {
    command(arguments[...], of: Gapcheck.self, path: "gapcheck") ?? option(in: arguments)
  }

  /// A word where the name of a command stands: without this, the default command would miss its options.
  private static func command(
    _ arguments: ArraySlice<String>, of parent: any ParsableCommand.Type, path: String
  ) -> String? {
    let commands = parent.configuration.subcommands
    guard !commands.isEmpty, let word = arguments.first, !word.hasPrefix("-") else { return nil }
    let rest = arguments.dropFirst()
    if word == "help" { return command(rest, of: parent, path: path) }
    if let known = commands.first(where: { name($0) == word }) {
      return command(rest, of: known, path: "\(path) \(word)")
    }
    let names = commands.map(name) + ["help"]
    var known = names.map { (spelling: $0, name: $0) }
    if path == "gapcheck" { known.append(("version", "--version")) }
    let nearest = NearestName.of(word, among: known)
    let hint = nearest.map { "did you mean \($0)?" } ?? names.joined(separator: ", ") + " are known"
    return "'\(path)' has no command '\(word)': \(hint)"
  }

  private static func name(_ command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? "\(command)".lowercased()
  }

  /// One minus before the name of an option: the parser looks for options of one letter in it.
  private static func option(in arguments: [String]) -> String? {
    var isValue = false
    for argument in arguments {
      if argument == "--" { return nil }
      let word = argument.dropFirst().prefix { $0 != "=" }
      let looksLikeName = word.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
      if !isValue, argument.hasPrefix("-"), argument != "-h", let first = word.first, first != "-",
        looksLikeName
      {
        return "options begin with two minuses: --\(argument.dropFirst()), not \(argument)"
      }
      isValue = AttachedValues.isOption(argument) && !argument.contains("=")
    }
    return nil
  }
}
