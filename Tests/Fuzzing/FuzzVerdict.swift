// SPDX-License-Identifier: GPL-3.0-or-later

/// What the certificate says of an answer of the engine, from the best to the worst.
package enum FuzzVerdict: Int, CaseIterable, Comparable, Sendable {
  /// The number lies within its bound, which is of use; or both say infinite.
  case right
  /// The certificate does not know.
  case undecided
  /// The number lies within its bound, which is above 1e-9 of it.
  case loose
  /// The engine says that it did not show its bound.
  case unverified
  /// The engine gives no number.
  case refused
  /// The engine says infinite by theorem, and the number is finite.
  case falseInfinity
  /// The number lies outside of its bound.
  case broken

  /// The name in a table.
  package var name: String { self == .falseInfinity ? "false infinity" : "\(self)" }

  package static func < (a: FuzzVerdict, b: FuzzVerdict) -> Bool { a.rawValue < b.rawValue }
}
