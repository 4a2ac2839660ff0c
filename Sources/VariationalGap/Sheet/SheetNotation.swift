// SPDX-License-Identifier: GPL-3.0-or-later

/// Products, powers and logarithms as the sheet itself prints them, without a sign and without parentheses.
struct SheetNotation {
  /// `−½ log 2π + 2x` with the signs and parentheses that a formula has: `-(1/2)*log(2*π) + 2*x`.
  ///
  /// What can be read in two ways stays as it is, and is an error of the formula: `1/2x`, `x^2y`, `log x/2`.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - variables: what no function is, so that `x (1 - u)` is a product.
  static func spelledOut(_ text: String, variables: Set<String>) -> String {
    var notation = SheetNotation(rest: text[...], variables: variables)
    while !notation.rest.isEmpty { notation.take() }
    return notation.spelled
  }

  private var rest: Substring
  private let variables: Set<String>
  private var spelled = ""

  /// Whether it is clear where the factor ends that was taken last: one that divides, or is an exponent, may go on. `nil`
  /// behind a sign.
  private var isClear: Bool?
  /// The same of what stands in each parenthesis that is open.
  private var isOpenClear: [Bool] = []
  /// The same of the function that was named last.
  private var isFunctionClear: Bool?

  private init(rest: Substring, variables: Set<String>) {
    (self.rest, self.variables) = (rest, variables.union(["pi", "e"]))
  }

  private mutating func take() {
    guard let character = rest.first else { return }
    if let fraction = SheetNotation.fractions[character] {
      rest.removeFirst()
      factor(fraction)
    } else if character.isASCII, character.isNumber {
      let isFactor = isClear == nil
      let number = number()
      // x 2 and x2 may be a power.
      if isFactor { factor(number) } else { spelled += number }
    } else if character.isLetter {
      name()
    } else if character == "(" {
      rest.removeFirst()
      open()
    } else if character == ")" {
      spelled.append(rest.removeFirst())
      isClear = isOpenClear.popLast() ?? true
    } else if SheetNotation.raised[character] != nil {
      power()
    } else {
      if !character.isWhitespace { (isClear, isFunctionClear) = (nil, nil) }
      spelled.append(rest.removeFirst())
    }
  }

  /// A factor, behind the sign that it needs.
  private mutating func factor(_ text: String) {
    multiply()
    isClear = isOwn
    spelled += text
  }

  private mutating func multiply() {
    guard isClear == true else { return }
    while spelled.last == " " { spelled.removeLast() }
    spelled += "*"
  }

  /// Whether what comes next neither divides nor is an exponent, nor goes on with what does.
  private var isOwn: Bool {
    isClear
      ?? !"/^".contains(spelled.reversed().first { !$0.isWhitespace && !"+-".contains($0) } ?? " ")
  }

  private mutating func open() {
    if let isFunctionClear {
      isOpenClear.append(isFunctionClear)
    } else {
      multiply()
      isOpenClear.append(isOwn)
    }
    (isClear, isFunctionClear) = (nil, nil)
    spelled += "("
  }

  /// Raised digits.
  private mutating func power() {
    let digits = rest.prefix { SheetNotation.raised[$0] != nil }
    rest = rest[digits.endIndex...]
    let exponent = String(digits.compactMap { SheetNotation.raised[$0] })
    spelled += exponent.hasPrefix("-") ? "^(\(exponent))" : "^\(exponent)"
  }

  private static let raised: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "-",
  ]

  private static let fractions: [Character: String] = ["½": "(1/2)", "¼": "(1/4)"]

  private static func isInName(_ character: Character) -> Bool {
    character.isLetter || character.isASCII && character.isNumber || character == "_"
  }

  /// Takes a number off the text, with its exponent where there is one.
  private mutating func number() -> String {
    var end = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }.endIndex
    let exponent = rest[end...].dropFirst().drop { "+-".contains($0) }
    if "eE".contains(rest[end...].first ?? " "), exponent.first?.isNumber ?? false {
      end = exponent.prefix { $0.isNumber }.endIndex
    }
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }

  /// Takes a name off the text; of a logarithm the one number or name behind it, too.
  private mutating func name() {
    let name = rest.prefix(while: SheetNotation.isInName)
    rest = rest[name.endIndex...]
    if variables.contains(String(name)) {
      factor(String(name))
      // A constant may stand with its parentheses.
      if ["pi", "e"].contains(name), rest.hasPrefix("()") {
        rest = rest.dropFirst(2)
        spelled += "()"
      }
      return
    }
    // xφ is x times φ.
    if name.count > 1, name.allSatisfy({ variables.contains(String($0)) && $0 != "e" }), isOwn {
      for letter in name { factor(String(letter)) }
      return
    }
    multiply()
    let isOwn = isOwn
    let argument = rest.drop { $0 == " " }.prefix(while: SheetNotation.isInName)
    let next = rest[argument.endIndex...].first { $0 != " " } ?? "+"
    if ["log", "ln"].contains(name), rest.first == " ", !argument.isEmpty, "+-)".contains(next) {
      rest = rest[argument.endIndex...]
      let inner = SheetNotation.spelledOut(String(argument), variables: variables)
      spelled += "\(name)(\(inner))"
      isClear = isOwn
    } else {
      spelled += name
      (isClear, isFunctionClear) = (nil, isOwn)
    }
  }
}
