// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that is no formula: where it goes wrong, and what would be right.
public typealias FormulaError = TextError<FormulaProblem>

/// What is wrong with a text that is no formula.
public enum FormulaProblem: Sendable, Hashable {
  /// No formula has this character.
  case unknownCharacter(Character)
  /// Nothing is called this; `known` lists what is.
  case unknownName(String, known: [String])
  /// No function is called this; the nearest that there is, if one is near.
  case unknownFunction(String, nearest: String?)
  /// A function without its argument.
  case missingArgument(function: String)
  /// The function takes another number of arguments.
  case argumentCount(Int, function: String, expected: Int)
  /// A number, a name, a function or a parenthesis has to stand here.
  case missingOperand
  /// Two operands follow each other.
  case missingOperator(before: Character)
  /// This character has to stand here.
  case missing(Character)
  /// A parenthesis or a comma that nothing before it asks for.
  case stray(Character)
  /// A part without z is no finite number.
  case notFinite(String, value: Double)
  /// A number other than 0 that is nearer to 0 than any double.
  case tooSmall(String)
  /// Parentheses, functions and powers are nested too deeply.
  case tooDeep(limit: Int)
  /// There are too many parentheses, functions and powers.
  case tooMany(limit: Int)
  /// With its functions written out, a formula has too many parts.
  case tooLarge(limit: Int)
}

extension FormulaProblem: CustomStringConvertible {
  /// What is wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .unknownCharacter(let character) where "−–—".contains(character):
      "'\(character)' is not the minus of the keyboard, '-'"
    case .unknownCharacter(let character):
      "'\(character)' is no character of a formula: numbers, names, + - * / ^ > < = ? : ( ) and , are"
    case .unknownName(let name, let known):
      "nothing is called '\(name)': " + FormulaProblem.meant(name, known)
    case .unknownFunction(let name, let nearest?):
      "no function is called '\(name)'; did you mean \(nearest)?"
    case .unknownFunction(let name, nil):
      "no function is called '\(name)'; exp, log and sqrt are some that there are"
    case .missingArgument(let function):
      "'\(function)' is a function, and takes its argument in parentheses"
    case .argumentCount(let count, let function, let expected):
      "\(function) takes \(expected) \(expected == 1 ? "argument" : "arguments"), got \(count)"
    case .missingOperand: "a number, a name, a function or '(' has to stand here"
    case .missingOperator(let character):
      "an operator, + - * / or ^, has to stand before '\(character)'"
    // Nothing else has a bracket with corners.
    case .missing("]"): "']' is missing, as in T[0, 1]"
    case .missing(let character): "'\(character)' is missing"
    case .stray(let character): "'\(character)' belongs to nothing that stands before it"
    case .tooSmall(let text): "'\(text)' is not 0, and no double is as near to 0"
    case .notFinite(let text, let value): "'\(text)' must be a finite number, got \(value)"
    case .tooDeep(let limit):
      "parentheses, functions and powers may be nested \(limit) deep, and here they are deeper"
    case .tooMany(let limit):
      "a formula may have \(limit) parentheses, functions and powers, and here are more"
    case .tooLarge(let limit):
      "with its functions written out a formula may have \(limit) parts, and here are more"
    }
  }

  /// What was probably meant by a name, or what could be.
  private static func meant(_ name: String, _ known: [String]) -> String {
    let list = "\(known.joined(separator: ", ")) are known"
    guard known.contains(where: { !$0.hasSuffix("()") }) else {
      return "a number has to stand here; \(list)"
    }
    let same = known.first { $0.lowercased() == name.lowercased() }
    let near = same ?? NearestName.of(name, among: known.map { (spelling: $0, name: $0) })
    return near.map { "did you mean \($0)?" } ?? list
  }
}
