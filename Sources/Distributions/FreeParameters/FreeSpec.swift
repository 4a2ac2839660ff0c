// SPDX-License-Identifier: GPL-3.0-or-later

/// A spec in which `?` stands for numbers that are to be found, as in `gamma(?, 2)` or `poisson(exp(? + z))`.
///
/// A `?` stands where a number could. Where one follows an operand it belongs to a condition, `a > b ? c : d`.
public struct FreeSpec: Sendable, Hashable {
  /// The spec, as it was written.
  public let text: String

  /// What stands before, between and behind the `?`.
  private let pieces: [String]

  /// Reads the places of `?`; what the spec means is for others to say.
  public init(_ text: String) {
    self.text = text
    var pieces = [""]
    var last: Character = "("
    for character in text {
      if character == "?", FreeSpec.startsOperand.contains(last) {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
      if !character.isWhitespace { last = character }
    }
    self.pieces = pieces
  }

  /// An operand may follow these.
  private static let startsOperand = Set<Character>("(,[+-*/^=<>:?~")

  /// How many numbers are to be found.
  public var count: Int { pieces.count - 1 }

  /// The spec with these numbers: a negative one in parentheses, so that it stays one operand.
  public func setting(_ values: [Double]) -> String {
    setting(values.map { $0 < 0 ? "(\($0))" : "\($0)" })
  }

  func setting(_ texts: [String]) -> String {
    zip(pieces.dropFirst(), texts).reduce(pieces[0]) { $0 + $1.1 + $1.0 }
  }
}

/// Why a spec with `?` is none.
public struct FreeSpecError: Error, Sendable, Hashable {
  /// The spec, as it was written.
  public let text: String
  /// What is wrong, and what would be right.
  public let reason: String
}

extension FreeSpecError: CustomStringConvertible {
  /// The spec, and what is wrong.
  public var description: String { "'\(text)': \(reason)" }

  init<Problem>(_ error: TextError<Problem>, in spec: FreeSpec) {
    text = spec.text
    reason = "character \(error.position + 1): \(error.problem)"
  }
}

/// A number that a `?` stands for.
public struct FreeParameter: Sendable, Hashable {
  /// The parameter of the family that it is, or is a part of, by Stan's name; among all of a model with what it belongs
  /// to, as in `prior_alpha`.
  public let name: String
  /// What values it can take; any where it is a part of a formula.
  public let domain: Family.Domain

  package init(name: String, domain: Family.Domain) {
    (self.name, self.domain) = (name, domain)
  }
}
