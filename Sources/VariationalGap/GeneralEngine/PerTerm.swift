// SPDX-License-Identifier: GPL-3.0-or-later

/// A value for each term of a search, of which there are one or two: without memory of its own.
struct PerTerm<Value: Sendable>: Sendable, RandomAccessCollection, MutableCollection {
  private var first: Value
  private var second: Value?

  init(_ first: Value, _ second: Value? = nil) { (self.first, self.second) = (first, second) }

  var startIndex: Int { 0 }
  var endIndex: Int { second == nil ? 1 : 2 }

  subscript(term: Int) -> Value {
    get { term == 0 ? first : second ?? first }
    set { if term == 0 { first = newValue } else { second = newValue } }
  }
}
