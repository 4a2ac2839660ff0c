// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// Slips on the command line that the parser would take for something else.
enum MistypedArguments {
  /// What is wrong, and what was probably meant; `nil` for a line without such a slip.
  static func problem(in arguments: [String]) -> String? {
    // A shell that asks for completions passes a line that is not finished.
    guard arguments.first != "---completion" else { return nil }
    return typography(in: arguments) ?? command(arguments[...], of: Gapcheck.self, path: "gapcheck")
      ?? late(in: arguments) ?? option(in: arguments) ?? assignment(in: arguments)
  }

  /// Minuses and quotes that a text processor has made of those that were typed, and three minuses.
  private static func typography(in arguments: [String]) -> String? {
    // Answers are read as they are typed.
    guard arguments.first != "grade" else { return nil }
    let names = options(of: command(of: arguments).type)
    for (argument, isValue) in words(of: arguments) {
      let word = argument.drop { "-−–—".contains($0) }
      let name = String(word.prefix { $0 != "=" })
      let minuses = argument.dropLast(word.count)
      if !isValue, names.contains(name), !["", "-", "--"].contains(minuses) {
        return "options begin with two minuses: --\(word), not \(argument)"
      }
      if argument.contains(where: { "“”„‘’‚«»".contains($0) }) {
        return "the quotes in \(argument) are not those of the keyboard, ' or \""
      }
    }
    return nil
  }

  /// A command behind its options.
  private static func late(in arguments: [String]) -> String? {
    guard command(of: arguments).type == Check.self, arguments.first?.hasPrefix("-") == true else {
      return nil
    }
    let commands = Gapcheck.configuration.subcommands.map(name)
    let late = words(of: arguments).first { !$0.isValue && commands.contains($0.text) }
    return late.map {
      "the command stands before its options: gapcheck \($0.text) \(arguments[0]) ..."
    }
  }

  /// What is wrong where the parser found something that it does not know: of options it guesses by letters alone.
  ///
  /// - Parameter message: what the parser says.
  /// - Returns: `nil` where it says something else.
  static func unknown(in arguments: [String], of message: String) -> String? {
    let (type, path) = command(of: arguments)
    if type == Batch.self, let match = message.firstMatch(of: /Unexpected argument '(.+)'/) {
      return "'\(path)' reads standard input: gapcheck batch < \(match.1)"
    }
    let names = options(of: type)
    // Before what the parser misses on the way to it.
    let unknown = words(of: arguments).filter {
      AttachedValues.isOption($0.text) || (!$0.isValue && $0.text.contains(/^--[A-Za-z]/))
    }.map { String($0.text.dropFirst(2).prefix { $0 != "=" }) }
      .first { !names.contains($0) && !hidden.contains($0) }
    if let unknown { return noOption("--", unknown, of: path, names) }
    // A spec that a space takes apart.
    let torn = zip(arguments, arguments.dropFirst()).first { value, next in
      value.count { $0 == "(" } > value.count { $0 == ")" } && !AttachedValues.isOption(next)
    }
    if let torn { return unexpected(torn.1, in: arguments, of: path, names) }
    if let match = message.firstMatch(of: /[Uu]nexpected arguments?:? '(.+?)'/) {
      return unexpected(String(match.1), in: arguments, of: path, names)
    }
    if let match = message.firstMatch(of: /Missing expected argument '<([a-z-]+)>/) {
      let example = help(of: type).split(separator: "\n").map { $0.drop { $0 == " " } }
        .first { $0.hasPrefix(path) && !$0.hasSuffix("\\") }
      return example.map { "'\(path)' needs its \(match.1), as in \($0)" }
    }
    guard message.contains("Missing expected argument '--") else { return nil }
    var isValue = false
    for argument in arguments.dropFirst(path.split(separator: " ").count - 1) {
      let isOption = AttachedValues.isOption(argument)
      if !isOption, !isValue { return unexpected(argument, in: arguments, of: path, names) }
      isValue = isOption && !argument.contains("=")
    }
    return nil
  }

  /// The words before `--`, and which are the values of the options before them.
  private static func words(of arguments: [String]) -> [(text: String, isValue: Bool)] {
    let words = arguments.prefix { $0 != "--" }
    let expectValue = words.map { AttachedValues.isOption($0) && !$0.contains("=") }
    return zip(words, [false] + expectValue).map { (text: $0, isValue: $1) }
  }

  /// What the parser knows in every command, and no help names.
  private static let hidden = [
    "generate-completion-script", "help-hidden", "experimental-dump-help",
  ]

  /// An option that a command does not have, as it was typed, and the one that was probably meant.
  private static func noOption(
    _ minus: String, _ word: String, of path: String, _ names: [String]
  ) -> String {
    let start = "'\(path)' has no option '\(minus)\(word)': "
    if names.contains("format"), ResultFormat(rawValue: word) != nil {
      return start + "did you mean --format \(word)?"
    }
    if let first = word.split(separator: " ").first, first.count < word.count,
      names.contains(String(first))
    {
      return start + "an option and its value are two words, without quotes around both: --\(word)"
    }
    let alike = names.filter { $0.hasPrefix(word) }
    let nearest =
      word.count == 1 && alike.count == 1
      ? alike.first
      : NearestName.of(
        word.lowercased().filter { $0.isLetter || $0 == "-" },
        among: names.map { (spelling: $0, name: $0) })
    return start
      + (nearest.map { "did you mean --\($0)?" }
        ?? "'gapcheck help\(path.dropFirst(8))' lists those it has")
  }

  /// A word that belongs to no option.
  private static func unexpected(
    _ word: String, in arguments: [String], of path: String, _ names: [String]
  ) -> String {
    let before = arguments.firstIndex(of: word).map { Array(arguments[..<$0].suffix(2)) } ?? []
    guard before.count == 2, AttachedValues.isOption(before[0]), !before[0].contains("=") else {
      if help(of: command(of: arguments).type).contains("\n  <file>") {
        return "'\(path)' takes one file, and options, got '\(word)' besides"
      }
      let values = names.filter { ["q", "p", "prior", "x", "data"].contains($0) }.map { "--\($0)" }
      return "'\(path)' takes options alone, such as \((values + ["--help"])[0]), got '\(word)'"
    }
    guard before[0] != "--data" else {
      return
        "--data takes one file, and '\(word)' stands behind \(before[1]): a pattern such as *.csv "
        + "stands for several"
    }
    let whole = "\(before[1]) \(word)"
    let isList = [before[1], word].allSatisfy { Double($0.filter { $0 != "," }) != nil }
    return "\(before[0]) takes one value, and '\(word)' stands behind it: "
      + (isList
        ? "several numbers have commas alone between them, as in \(before[0]) "
          + whole.split { " ,".contains($0) }.joined(separator: ",")
        : "a value with spaces stands in quotes, as in \(before[0]) '\(whole)'")
  }

  /// The command that a line is for, and how it is called.
  private static func command(
    of arguments: [String]
  ) -> (type: any ParsableCommand.Type, path: String) {
    var (type, path) = (Gapcheck.self as any ParsableCommand.Type, "gapcheck")
    for word in arguments {
      guard let next = type.configuration.subcommands.first(where: { name($0) == word }) else {
        break
      }
      (type, path) = (next, "\(path) \(word)")
    }
    return type == Gapcheck.self ? (Check.self, "gapcheck check") : (type, path)
  }

  /// The long options that the help of a command names, without their minuses.
  private static func options(of type: any ParsableCommand.Type) -> [String] {
    help(of: type).matches(of: /(?m)^  (?:-[a-z], )?--([a-z-]+)/).map { String($0.1) }
  }

  private static func help(of type: any ParsableCommand.Type) -> String {
    Gapcheck.helpMessage(for: type, columns: 80)
  }

  /// `theta=1` without its minuses.
  private static func assignment(in arguments: [String]) -> String? {
    guard arguments.first != "grade" else { return nil }
    for (argument, isValue) in words(of: arguments) {
      let parts = argument.split(separator: "=", maxSplits: 1)
      if !isValue, parts.count == 2, let name = parts.first,
        ("a"..."z").contains(name.first ?? "-"),
        options(of: command(of: arguments).type).contains(String(name))
      {
        return "options begin with two minuses: --\(argument), not \(argument)"
      }
    }
    return nil
  }

  /// A word where the name of a command stands: without this, the default command would miss its options.
  private static func command(
    _ arguments: ArraySlice<String>, of parent: any ParsableCommand.Type, path: String
  ) -> String? {
    let commands = parent.configuration.subcommands
    guard !commands.isEmpty, let word = arguments.first else { return nil }
    guard !word.hasPrefix("-") else {
      guard parent.configuration.defaultSubcommand == nil,
        !["-h", "-help", "--help", "--version"].contains(word)
      else { return nil }
      return
        "'\(path)' takes its kind before \(word): \(commands.map(name).joined(separator: ", "))"
    }
    let rest = arguments.dropFirst()
    if word == "help" { return command(rest, of: parent, path: path) }
    if path == "gapcheck", word.lowercased().split(separator: "/").last == "gapcheck" {
      return "'gapcheck' stands there already: leave the second one, '\(word)', out"
    }
    if let known = commands.first(where: { name($0) == word }) {
      return command(rest, of: known, path: "\(path) \(word)")
    }
    let names = commands.map(name) + ["help"]
    var known = names.map { (spelling: $0, name: $0) }
    if path == "gapcheck" { known += otherNames }
    let inner = commands.flatMap { command in
      command.configuration.subcommands.map {
        (word: name($0), path: "\(name(command)) \(name($0))")
      }
    }
    let nearest =
      inner.first { $0.word == word }?.path ?? NearestName.of(word, among: known)
    let list =
      path == "gapcheck"
      ? "'gapcheck --help' lists those that are known"
      : names.joined(separator: ", ") + " are known"
    return "'\(path)' has no command '\(word)': \(nearest.map { "did you mean \($0)?" } ?? list)"
  }

  /// What people call commands, and numbers that have none of their own.
  private static let otherNames = [
    (spelling: "version", name: "--version"), ("elbo", "check"), ("evidence", "check"),
    ("iwae", "bounds"), ("ess", "weights"), ("optimize", "maximize"), ("draw", "sample"),
    ("answer", "grade"), ("solution", "exercise"), ("test", "verify"),
  ]

  private static func name(_ command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? "\(command)".lowercased()
  }

  /// One minus before the name of an option: the parser looks for options of one letter in it.
  private static func option(in arguments: [String]) -> String? {
    for (argument, isValue) in words(of: arguments) {
      let word = argument.dropFirst().prefix { $0 != "=" }
      let looksLikeName = word.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
      if !isValue, argument.hasPrefix("-"), argument != "-h", let first = word.first, first != "-",
        looksLikeName
      {
        let (type, path) = command(of: arguments)
        let names = options(of: type)
        return names.contains(String(word))
          ? "options begin with two minuses: --\(argument.dropFirst()), not \(argument)"
          : noOption("-", String(word), of: path, names)
      }
    }
    return nil
  }
}
