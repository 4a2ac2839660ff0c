// SPDX-License-Identifier: GPL-3.0-or-later

/// Products and logarithms as the sheet itself prints them, without a sign and without parentheses.
enum SheetNotation {
  /// `−½ log 2π + 2x` with the signs and parentheses that a formula has: `-(1/2)*log(2*π) + 2*x`.
  ///
  /// What can be read in two ways stays as it is, and is an error of the formula: `1/2x`, `x^2y`, `log x/2`.
  static func spelledOut(_ text: String) -> String {
    var rest = Substring(text)
    var spelled = ""
    /// Whether what comes next divides, or is an exponent: then it is not clear where that ends.
    var isAmbiguous: Bool { "/^".contains(spelled.last { !$0.isWhitespace } ?? " ") }
    while let character = rest.first {
      if let fraction = fractions[character] {
        rest.removeFirst()
        let next = rest.first { !$0.isWhitespace } ?? " "
        spelled += !isAmbiguous && canFollow(next) ? fraction + "*" : fraction
      } else if character.isASCII, character.isNumber {
        let number = number(&rest)
        spelled += !isAmbiguous && canFollow(rest.first ?? " ") ? number + "*" : number
      } else if character.isLetter {
        spelled += name(&rest)
      } else {
        spelled.append(rest.removeFirst())
      }
    }
    return spelled
  }

  private static let fractions: [Character: String] = ["½": "(1/2)", "¼": "(1/4)"]

  /// Whether a factor may begin with a character.
  private static func canFollow(_ character: Character) -> Bool {
    character.isLetter || character == "("
  }

  private static func isInName(_ character: Character) -> Bool {
    character.isLetter || character.isASCII && character.isNumber || character == "_"
  }

  /// Takes a number off the text, with its exponent where there is one.
  private static func number(_ rest: inout Substring) -> Substring {
    var end = rest.prefix { $0.isNumber || $0 == "." }.endIndex
    let exponent = rest[end...].dropFirst().drop { "+-".contains($0) }
    if "eE".contains(rest[end...].first ?? " "), exponent.first?.isNumber ?? false {
      end = exponent.prefix { $0.isNumber }.endIndex
    }
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  /// Takes a name off the text; of a logarithm the one number or name behind it, too.
  private static func name(_ rest: inout Substring) -> String {
    let name = rest.prefix(while: isInName)
    rest = rest[name.endIndex...]
    let argument = rest.drop { $0 == " " }.prefix(while: isInName)
    let next = rest[argument.endIndex...].first { $0 != " " } ?? "+"
    guard ["log", "ln"].contains(name), rest.first == " ", !argument.isEmpty, "+-)".contains(next)
    else { return String(name) }
    rest = rest[argument.endIndex...]
    return "\(name)(\(spelledOut(String(argument))))"
  }
}
