// SPDX-License-Identifier: GPL-3.0-or-later

/// A command line whose values may begin with a minus, as formulas and numbers do.
///
/// The parser takes `-0.5*theta^2` for the flags -0, -., -5, …, and -h among them for a question.
/// `--log-joint=-0.5*theta^2` leaves it no doubt.
enum AttachedValues {
  /// The arguments, each such value attached to its option.
  static func attach(_ arguments: [String]) -> [String] {
    var attached: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { return attached + [argument] + rest }
      if isOption(argument), !argument.contains("="), let value = rest.first, isAmbiguous(value) {
        attached.append("\(argument)=\(value)")
        rest.removeFirst()
      } else {
        attached.append(argument)
      }
    }
    return attached
  }

  /// Whether a text behind an option is its value, though it begins with a minus. (The only short
  /// option there is, is -h.)
  private static func isAmbiguous(_ text: String) -> Bool {
    text.hasPrefix("-") && !["-", "--", "-h"].contains(text) && !isOption(text)
  }

  /// `--` and a word of small letters; two minuses before the latent are a formula.
  private static func isOption(_ text: String) -> Bool {
    guard text.hasPrefix("--") else { return false }
    let name = text.dropFirst(2).prefix { $0 != "=" }
    guard let first = name.first, first != "-", name != "z" else { return false }
    return name.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
  }
}
