// SPDX-License-Identifier: GPL-3.0-or-later

/// What the error bounds of a result rest on, from the weakest.
public enum ErrorKind: Int, Sendable, Hashable, Comparable {
  /// Not all of the mass was shown to be covered, or two routines disagree.
  case unverified
  /// All of the mass is covered; the error of a rule is an estimate by GSL somewhere.
  case estimated
  /// All of the mass is covered, and the error of each rule is bounded by a theorem.
  case proven

  /// Of a result with these properties.
  init(isVerified: Bool, isProven: Bool) {
    self = isVerified ? isProven ? .proven : .estimated : .unverified
  }

  /// The name in every format: proven, or estimated where anything is.
  public var name: String { self == .proven ? "proven" : "estimated" }

  /// Whether all of the mass was shown to be covered.
  public var isVerified: Bool { self > .unverified }

  /// Whether the first is the weaker.
  public static func < (a: ErrorKind, b: ErrorKind) -> Bool { a.rawValue < b.rawValue }
}
