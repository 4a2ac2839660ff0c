// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// Reads the formulas of an answer as people write them.
enum SheetAnswer {
  /// The texts of the formulas in answers: `(2/x, 2/x)`, `theta = 2/x, phi = 2/x`, `theta = phi = 2/x` and two texts are
  /// the same answer.
  static func formulas(in answers: [String]) -> [String] {
    answers.flatMap { split(withoutStop(plain($0)).replacing(" and ", with: ",")) }.flatMap(
      withoutNames
    ).filter { !$0.isEmpty }
  }

  /// The formula, in the variables of a part.
  ///
  /// - Parameter isUpToConstant: whether a letter may stand for a constant, as in `+ c`.
  /// - Throws: `FormulaError`.
  static func formula(
    _ text: String, variables: [String], isUpToConstant: Bool = false
  ) throws(FormulaError) -> Formula {
    var names: [String: Formula] = [:]
    for (index, variable) in variables.enumerated() {
      for name in [variable] + (symbols[variable] ?? []) { names[name] = .parameter(index) }
    }
    if let x = names["x"], let theta = names["theta"] { names["m"] = x - theta }
    names["π"] = .constant(.pi)
    var known = names
    if isUpToConstant, constants.contains(where: text.contains) {
      for name in constants { known[name] = .constant(DoubleDouble(0)) }
    }
    let spelled = SheetNotation.spelledOut(text, variables: Set(known.keys))
    return try Formula.parse(spelled, names: known)
  }

  /// A variable as the sheet prints it.
  static func letter(_ variable: String) -> String {
    symbols[variable]?.first { $0.count == 1 } ?? variable
  }

  private static let symbols = [
    "theta": ["θ", "ϑ"], "phi": ["φ", "ϕ"], "eps": ["epsilon", "ε", "ϵ"], "u": ["U"],
  ]

  /// What people call a constant that they leave out.
  private static let constants = ["const", "c", "C"]

  /// What is typed on other keyboards, or copied from a page.
  private static func plain(_ text: String) -> String {
    var plain = ""
    for character in text {
      switch character {
      case "−", "–": plain += "-"
      case "·", "×", "⋅": plain += "*"
      case "÷": plain += "/"
      case "[", "{": plain += "("
      case "]", "}": plain += ")"
      case "≈", "≃": plain += "="
      default: plain.append(character)
      }
    }
    return plain
  }

  /// Without the full stop of a sentence.
  private static func withoutStop(_ text: String) -> String {
    text.hasSuffix(".") && !(text.dropLast().last?.isNumber ?? true)
      ? String(text.dropLast()) : text
  }

  /// The texts between commas and semicolons, or an "and", that no parenthesis holds, or one around all of them does.
  private static func split(_ text: String) -> [String] {
    let whole = pieces(text)
    var inner = whole
    for _ in 0..<outermost {
      guard inner.count == 1, let only = inner.first, only.hasPrefix("("), only.hasSuffix(")")
      else {
        return whole
      }
      inner = pieces(String(only.dropFirst().dropLast()))
      if inner.count > 1 { return inner.allSatisfy(isBalanced) ? inner : whole }
    }
    return whole
  }

  /// How many parentheses may stand around a whole answer.
  private static let outermost = 64

  private static func pieces(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0, character == "," || character == ";" {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
  }

  private static func isBalanced(_ text: String) -> Bool {
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth < 0 { return false }
    }
    return depth == 0
  }

  /// `T(eps) = eps/phi` is eps/phi, and `theta = phi = 2/x` is 2/x twice.
  private static func withoutNames(_ text: String) -> [String] {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    let formula = sides.last ?? text
    let parameters = symbols.filter { ["theta", "phi"].contains($0.key) }.flatMap {
      [$0.key] + $0.value
    }
    let isOfBoth =
      sides.count == 3
      && sides.dropLast().allSatisfy { side in
        // θ* is the best θ.
        parameters.contains { $0 == side || "\($0)*" == side }
      }
    return isOfBoth ? [formula, formula] : [formula]
  }
}
