// SPDX-License-Identifier: GPL-3.0-or-later

extension SpecScanner {
  /// Reads the name of a family; before it may stand what results put there, as in `x | z ~ normal(z, 1)`.
  mutating func family(among families: [Family]) throws(FamilyNameError) -> FamilyName {
    skipSubject()
    let start = position
    func error(_ problem: FamilyNameProblem) -> FamilyNameError {
      FamilyNameError(text: text, position: start, problem: problem)
    }
    var ahead = self
    if ahead.isAtNumber {
      _ = ahead.digits()
      if ahead.skip("*") { throw error(.mixture) }
    }
    let name = word().text
    do throws(FamilyNameProblem) {
      return try FamilyName(name, among: families)
    } catch .unknown {
      throw error(FamilyNameProblem(name + hyphenated(), families))
    } catch {
      throw FamilyNameError(text: text, position: start, problem: error)
    }
  }

  /// What follows a word that is no family: the rest of a name such as half-normal.
  private mutating func hyphenated() -> String {
    var name = ""
    while skip("-") { name += "-" + word().text }
    return name
  }

  /// Reads `mixture(`, or the like, where it is next.
  mutating func composite() -> CompositeName? {
    var ahead = self
    ahead.skipSubject()
    guard let name = CompositeName(rawValue: FamilyName.squeezed(ahead.word().text)),
      ahead.skip("(")
    else { return nil }
    self = ahead
    return name
  }

  /// Whether a family with its arguments is next, where a formula may stand too: of a name that is both, such as
  /// `exp`, it is the function.
  var isAtFamily: Bool {
    var ahead = self
    if ahead.composite() != nil { return true }
    let name = ahead.word().text
    return ahead.next == "(" && FormulaFunction.named(name) == nil
      && (try? FamilyName(name)) != nil
  }

  /// Whether another family is added to the one that has been read.
  var continuesMixture: Bool {
    (next == "+" || next == "*") && rest.contains(where: \.isLetter)
  }

  /// Reads the name of an argument with its equals sign, as in `sigma = 2`; `nil` where none is next.
  mutating func argumentName() -> (text: String, position: Int)? {
    var ahead = self
    let name = ahead.word()
    guard name.text.first.map({ $0.isLetter || $0 == "_" }) ?? false, ahead.skip("="),
      ahead.next != "="
    else { return nil }
    self = ahead
    return name
  }

  /// `z ~`, `x ~`, `x | z ~`, `q =` or `p =`.
  private mutating func skipSubject() {
    var ahead = self
    let subject = ahead.word().text
    let isRead =
      switch subject {
      case "z": ahead.skip("~")
      case "x" where ahead.skip("|"): ahead.word().text == "z" && ahead.skip("~")
      case "x": ahead.skip("~")
      case "p", "q": ahead.skip("=")
      default: false
      }
    if isRead { self = ahead }
  }
}
