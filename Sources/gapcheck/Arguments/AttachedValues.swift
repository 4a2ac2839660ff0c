// SPDX-License-Identifier: GPL-3.0-or-later

/// A command line whose values may begin with a minus, as formulas and numbers do.
///
/// The parser takes `-0.5*theta^2` for the flags -0, -., -5, …, and -h among them for a question.
/// `--log-joint=-0.5*theta^2` leaves it no doubt.
enum AttachedValues {
  /// The arguments, each such value attached to its option; the answers that `grade` judges have none, and
  /// stand behind `--` from the first that begins with a minus.
  static func attach(_ arguments: [String]) -> [String] {
    var attached: [String] = []
    var answers: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { return attached + [argument] + answers + rest }
      if isOption(argument), !argument.contains("="), let value = rest.first,
        isAmbiguous(value) || !answers.isEmpty
      {
        attached.append("\(argument)=\(value)")
        rest.removeFirst()
      } else if arguments.first == "grade", isAmbiguous(argument) || !answers.isEmpty,
        !isOption(argument)
      {
        answers.append(argument)
      } else {
        attached.append(argument)
      }
    }
    return answers.isEmpty ? attached : attached + ["--"] + answers
  }

  /// Whether a text behind an option is its value, though it begins with a minus. (The only short
  /// option there is, is -h.)
  private static func isAmbiguous(_ text: String) -> Bool {
    text.hasPrefix("-") && !["-", "--", "-h"].contains(text) && !isOption(text)
  }

  /// `--` and a word of small letters; two minuses before the latent are a formula.
  static func isOption(_ text: String) -> Bool {
    guard text.hasPrefix("--") else { return false }
    let name = text.dropFirst(2).prefix { $0 != "=" }
    guard let first = name.first, first != "-", name != "z" else { return false }
    return name.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
  }
}
