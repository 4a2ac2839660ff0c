// SPDX-License-Identifier: GPL-3.0-or-later

/// An observation that a likelihood cannot have.
public enum ObservationError: Error, Sendable, Hashable {
  /// It is infinite or NaN.
  case notFinite(Double)
  /// The likelihood is of counts, and it is none.
  case notACount(Double, likelihood: String)
  /// It has probability 0 for every z.
  case impossible(Double, likelihood: String)
  /// Its density is infinite or NaN for every z.
  case undefined(Double, likelihood: String, value: Double)
}

extension ObservationError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .notFinite(let x): "the observation x must be finite, got \(x)"
    case .notACount(let x, let likelihood):
      "x must be a whole number from 0 under \(likelihood), got \(x)"
    case .impossible(let x, let likelihood):
      "no z can give x = \(x) under \(likelihood): it has to lie in the likelihood's support"
    case .undefined(let x, let likelihood, let value):
      "the log density of x = \(x) under \(likelihood) is \(value) for every z"
    }
  }
}
