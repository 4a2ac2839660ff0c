// SPDX-License-Identifier: GPL-3.0-or-later

/// A sum and its differences, or a product and its quotients: a − b + c, a · b / c.
///
/// A short chain is folded from the left. A long one is halved until its parts are short, so that
/// the depth of the tree is logarithmic in the length, and no length exhausts the stack.
struct FormulaChain {
  /// An operation and its inverse.
  struct Operation {
    let direct: (Formula, Formula) -> Formula
    let inverse: (Formula, Formula) -> Formula
  }

  /// The longest chain that is folded from the left.
  static let shortest = 16

  private var links: [(formula: Formula, isInverse: Bool)]
  private let operation: Operation

  init(first: Formula, _ operation: Operation) {
    links = [(first, false)]
    self.operation = operation
  }

  mutating func append(_ formula: Formula, isInverse: Bool) {
    links.append((formula, isInverse))
  }

  var formula: Formula { fold(links[...]) }

  /// The links relative to the first: where that is inverse, a − (b + c) is made of a, −b, −c.
  private func fold(_ links: ArraySlice<(formula: Formula, isInverse: Bool)>) -> Formula {
    guard let first = links.first else { return 0 }
    if links.count <= FormulaChain.shortest {
      return links.dropFirst().reduce(first.formula) {
        join($0, $1.formula, isInverse: $1.isInverse != first.isInverse)
      }
    }
    let middle = links.startIndex + links.count / 2
    let (left, right) = (links[..<middle], links[middle...])
    return join(fold(left), fold(right), isInverse: links[middle].isInverse != first.isInverse)
  }

  private func join(_ a: Formula, _ b: Formula, isInverse: Bool) -> Formula {
    isInverse ? operation.inverse(a, b) : operation.direct(a, b)
  }
}

extension Formula {
  static var sums: FormulaChain.Operation {
    FormulaChain.Operation(direct: { $0 + $1 }, inverse: { $0 - $1 })
  }

  static var products: FormulaChain.Operation {
    FormulaChain.Operation(direct: { $0 * $1 }, inverse: { $0 / $1 })
  }

  /// The sum of all terms, 0 for none; its depth is logarithmic in their number.
  public static func total(of terms: [Formula]) -> Formula {
    guard let first = terms.first else { return 0 }
    var chain = FormulaChain(first: first, sums)
    for term in terms.dropFirst() { chain.append(term, isInverse: false) }
    return chain.formula
  }
}
