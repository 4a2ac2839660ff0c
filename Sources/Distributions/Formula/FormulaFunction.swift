// SPDX-License-Identifier: GPL-3.0-or-later

/// A function that the text of a formula may call.
public struct FormulaFunction: Sendable, Hashable {
  /// Its name in Stan.
  public let name: String
  /// Its arguments, as in `a, b`.
  public let arguments: String
  /// Where it has a value, as in `a > 0`; empty where that is everywhere.
  public let domain: String
  /// What it is.
  public let summary: String
  /// Other names that are accepted.
  public let aliases: [String]
  /// What one of a single variable is; `nil` for one of several.
  public let function: ElementaryFunction?

  private init(
    _ name: String, _ function: ElementaryFunction? = nil, of arguments: String = "a",
    where domain: String = "", _ summary: String, aliases: [String] = []
  ) {
    (self.name, self.function, self.arguments) = (name, function, arguments)
    (self.domain, self.summary, self.aliases) = (domain, summary, aliases)
  }

  /// All that there are, by their names.
  public static let all = [
    FormulaFunction("abs", .magnitude, "the distance from 0"),
    FormulaFunction("exp", .exp, "e to the power of a"),
    FormulaFunction("expm1", .expMinusOne, "exp(a) - 1, accurate near 0"),
    FormulaFunction(
      "inv_logit", .inverseLogit, "1/(1 + exp(-a))", aliases: ["sigmoid", "expit"]),
    FormulaFunction(
      "lgamma", .logGamma, where: "a > 0", "the logarithm of the gamma function",
      aliases: ["gammaln"]),
    FormulaFunction("log", .log, where: "a > 0", "the natural logarithm", aliases: ["ln"]),
    FormulaFunction("log1p", .logOnePlus, where: "a > -1", "log(1 + a), accurate near 0"),
    FormulaFunction("log1p_exp", .softplus, "log(1 + exp(a))", aliases: ["softplus"]),
    FormulaFunction(
      "log_sum_exp", of: "a, ...", "the logarithm of a sum of exponentials, exp(a) + ..."),
    FormulaFunction(
      "pow", of: "a, b", where: "a > 0, or b is whole", "a to the power of b, as a^b"),
    FormulaFunction("sqrt", .squareRoot, where: "a >= 0", "the square root"),
    FormulaFunction("square", .square, "a*a"),
  ]

  /// The function of a name, or of an alias.
  public static func named(_ name: String) -> FormulaFunction? { byName[name] }

  /// The function whose name is nearest to one that is none; `nil` where none is near.
  static func nearest(to name: String) -> String? {
    NearestName.of(
      name.lowercased(),
      among: all.flatMap { function in
        ([function.name] + function.aliases).map { ($0, function.name) }
      })
  }

  private static let byName: [String: FormulaFunction] = {
    var functions: [String: FormulaFunction] = [:]
    for function in all {
      for name in [function.name] + function.aliases { functions[name] = function }
    }
    return functions
  }()
}

extension FormulaFunction: CustomStringConvertible {
  /// As in "pow(a, b)".
  public var description: String { "\(name)(\(arguments))" }
}
