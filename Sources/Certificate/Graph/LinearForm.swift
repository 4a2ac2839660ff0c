// SPDX-License-Identifier: GPL-3.0-or-later

/// Σ cᵢ · t^pᵢ · nᵢ: what every quantity is in a coordinate t > 0, with numbers cᵢ and pᵢ, and nodes nᵢ
/// of a ``Graph`` (or none, that is 1).
///
/// Like terms are gathered, so that (α − 1) log t + log t is α log t, to all digits of α.
struct LinearForm {
  /// A term.
  struct Term {
    var coefficient: Ball
    /// The index of the power of t.
    var exponent: Int
    /// The index of a node; −1 for none.
    var node: Int

    func isLike(_ other: Term) -> Bool { exponent == other.exponent && node == other.node }

    func precedes(_ other: Term) -> Bool {
      (exponent, node) < (other.exponent, other.node)
    }
  }

  /// In ascending order of exponents and nodes, none twice, none with a coefficient that is 0.
  var terms: [Term]

  static let zero = LinearForm(terms: [])

  /// A number.
  static func constant(_ value: Ball) -> LinearForm {
    LinearForm(terms: value.isZero ? [] : [Term(coefficient: value, exponent: 0, node: -1)])
  }

  /// A node.
  static func node(_ index: Int) -> LinearForm {
    LinearForm(terms: [Term(coefficient: .one, exponent: 0, node: index)])
  }

  /// The number that it is, if it does not depend on t.
  var constantValue: Ball? {
    guard let first = terms.first else { return .zero }
    return terms.count == 1 && first.exponent == 0 && first.node < 0 ? first.coefficient : nil
  }

  /// Its only term, where it has one.
  var single: Term? { terms.count == 1 ? terms[0] : nil }

  /// c·t^p, where it is that.
  var monomial: Term? { single.flatMap { $0.node < 0 ? $0 : nil } }

  /// Whether it is a sum of powers of t.
  var isSumOfPowers: Bool { terms.allSatisfy { $0.node < 0 } }

  func isIdentical(to other: LinearForm) -> Bool {
    terms.count == other.terms.count
      && zip(terms, other.terms).allSatisfy {
        $0.isLike($1) && $0.coefficient.isIdentical(to: $1.coefficient)
      }
  }
}

extension Precision {
  func sum(_ a: LinearForm, _ b: LinearForm) -> LinearForm {
    var (result, i, j) = ([LinearForm.Term](), 0, 0)
    result.reserveCapacity(a.terms.count + b.terms.count)
    while i < a.terms.count || j < b.terms.count {
      if j == b.terms.count || (i < a.terms.count && a.terms[i].precedes(b.terms[j])) {
        result.append(a.terms[i])
        i += 1
      } else if i == a.terms.count || b.terms[j].precedes(a.terms[i]) {
        result.append(b.terms[j])
        j += 1
      } else {
        var term = a.terms[i]
        term.coefficient = sum(term.coefficient, b.terms[j].coefficient)
        if !term.coefficient.isZero { result.append(term) }
        (i, j) = (i + 1, j + 1)
      }
    }
    return LinearForm(terms: result)
  }

  func difference(_ a: LinearForm, _ b: LinearForm) -> LinearForm {
    sum(a, scaled(b, by: Ball(-1)))
  }

  func scaled(_ a: LinearForm, by factor: Ball) -> LinearForm {
    if factor.isZero { return .zero }
    return LinearForm(
      terms: a.terms.map {
        LinearForm.Term(
          coefficient: product($0.coefficient, factor), exponent: $0.exponent, node: $0.node)
      })
  }
}
