// SPDX-License-Identifier: GPL-3.0-or-later

/// Why the probability of an interval under a likelihood is not known.
public enum IntervalProblem: Error, Sendable, Hashable {
  /// The family has no distribution function here.
  case noDistributionFunction(family: String)
  /// A parameter that the distribution function has as a number depends on z or a column.
  case varyingShape(parameter: String, family: String)
  /// Such a parameter is so small or so large that the distribution function has few digits.
  case shape(parameter: String, value: Double)
  /// The sum over all counts of the interval is too long.
  case tooManyCounts(limit: Int)
  /// The interval of a truncation has no point, or no mass, in the support.
  case empty(String)
  /// An end of an interval of counts depends on a column.
  case varyingCount(String)
  /// An end of a truncation depends on z.
  case varyingEnd(String)
}

extension IntervalProblem: CustomStringConvertible {
  /// What was wrong, and what would be right.
  public var description: String {
    switch self {
    case .noDistributionFunction(let family):
      "intervals and truncation need a distribution function, which \(family) has not got here"
    case .varyingShape(let parameter, let family):
      "the probability of an interval under \(family) needs a number as \(parameter), which does not depend on z or "
        + "a column"
    case .shape(let parameter, let value):
      "the probability of an interval needs \(parameter) between 1e-06 and 1e+06, got \(value)"
    case .tooManyCounts(let limit):
      "the probability of an interval of counts is a sum of at most \(limit) terms here"
    case .empty(let interval):
      "a truncation needs an interval with some of the mass, got \(interval)"
    case .varyingCount(let formula):
      "an end of an interval of counts must be a number, got \(formula)"
    case .varyingEnd(let formula):
      "an end of a truncation must not depend on z, got \(formula)"
    }
  }
}
