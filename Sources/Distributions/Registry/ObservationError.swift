// SPDX-License-Identifier: GPL-3.0-or-later

/// An observation that a likelihood cannot have.
public enum ObservationError: Error, Sendable, Hashable {
  /// It is infinite or NaN.
  case notFinite(Double)
  /// The likelihood is of counts, and it is none.
  case notACount(Double, likelihood: String)
  /// It has probability 0 for every z.
  case impossible(Observation, likelihood: String)
  /// Its density is infinite or NaN for every z.
  case undefined(Observation, likelihood: String, value: Double)
  /// Its ends are no numbers in ascending order.
  case notAnInterval(Observation)
  /// Its ends are the same, and a density has no probability there.
  case point(Observation)
  /// The probability of an interval is not known.
  case interval(Observation, likelihood: String, IntervalProblem)
}

extension ObservationError {
  /// What is wrong where the logarithm of a density or a probability is not finite for every z.
  static func notFinite(
    _ value: Double, of observation: Observation, likelihood: String
  ) -> ObservationError {
    value == -.infinity
      ? .impossible(observation, likelihood: likelihood)
      : .undefined(observation, likelihood: likelihood, value: value)
  }
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
    case .notAnInterval(let x): "an interval must have its ends in ascending order, got \(x)"
    case .point(let x):
      "an interval needs two different ends where x has a density, got \(x): write a known x as one number"
    case .interval(let x, let likelihood, let problem):
      "x = \(x) under \(likelihood): \(problem)"
    }
  }
}
