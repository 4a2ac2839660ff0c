// SPDX-License-Identifier: GPL-3.0-or-later

/// A function that the text of a formula may call.
public struct FormulaFunction: Sendable {
  /// Its name in Stan, or one in its manner.
  public let name: String
  /// Its arguments, as in `a, b`; one that ends in `...` takes any number.
  public let arguments: String
  /// Where it has a value, as in `a > 0`; empty where that is everywhere.
  public let domain: String
  /// What it is.
  public let summary: String
  /// Other names that are accepted.
  public let aliases: [String]
  /// What one of a single variable is; `nil` for what is written with others.
  public let function: ElementaryFunction?

  /// Whether its first argument is an order, which is a number also where numbers stand for themselves.
  let hasOrder: Bool

  private let body: @Sendable ([Formula]) -> Formula

  /// Describes a function that is written with others.
  ///
  /// - Parameters:
  ///   - hasOrder: whether the first argument is an order.
  ///   - body: the formula of its arguments, of which there are as many as the text says.
  init(
    _ name: String, of arguments: String = "a", where domain: String = "", _ summary: String,
    aliases: [String] = [], hasOrder: Bool = false, body: @escaping @Sendable ([Formula]) -> Formula
  ) {
    (self.name, self.arguments, self.domain) = (name, arguments, domain)
    (self.summary, self.aliases, self.body) = (summary, aliases, body)
    self.hasOrder = hasOrder
    function = nil
  }

  /// Describes an elementary function.
  init(
    _ name: String, _ function: ElementaryFunction, where domain: String = "", _ summary: String,
    aliases: [String] = []
  ) {
    (self.name, self.domain, self.function) = (name, domain, function)
    (self.summary, self.aliases) = (summary, aliases)
    arguments = "a"
    hasOrder = false
    body = { $0[0].applying(function) }
  }

  /// How many arguments it takes; `nil` where that is any number from 1.
  public var argumentCount: Int? {
    arguments.hasSuffix("...") ? nil : arguments.count { $0 == "," } + 1
  }

  /// The function of its arguments.
  ///
  /// - Parameter arguments: as many as it takes; `nil` for another number.
  public func callAsFunction(_ arguments: [Formula]) -> Formula? {
    arguments.isEmpty || arguments.count != argumentCount ?? arguments.count
      ? nil : body(arguments)
  }

  /// The function of a name, or of an alias.
  public static func named(_ name: String) -> FormulaFunction? { byName[name] }

  /// The function whose name is nearest to one that is none; `nil` where none is near.
  static func nearest(to name: String) -> String? {
    if let base = ["log10": "10", "lg": "10", "log2": "2", "ld": "2"][name.lowercased()] {
      return "log(a)/log(\(base))"
    }
    return NearestName.of(
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

extension FormulaFunction: Hashable {
  /// By the name, since no two share it.
  public static func == (a: FormulaFunction, b: FormulaFunction) -> Bool { a.name == b.name }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension FormulaFunction: CustomStringConvertible {
  /// As in "pow(a, b)".
  public var description: String { "\(name)(\(arguments))" }
}
