// SPDX-License-Identifier: GPL-3.0-or-later

/// A text that is no interval: where it goes wrong, and what would be right.
public typealias IntervalSpecError = TextError<IntervalSpecProblem>

/// What is wrong with a text that is no interval.
public enum IntervalSpecProblem: Sendable, Hashable {
  /// The two points between the bounds have to stand here.
  case missingDots
  /// There are three points: which of them begins a number is not known.
  case threeDots
  /// A bound is no formula of numbers.
  case formula(FormulaError.Problem)
  /// The bounds are not in ascending order.
  case invalid(DistributionError)
}

extension IntervalSpecProblem: CustomStringConvertible {
  /// What is wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .missingDots: "'..' is missing between the bounds, as in 0..inf"
    case .threeDots: "the bounds have two points between them, as in 0..1 or 0..0.5"
    case .formula(let problem): problem.description
    case .invalid(let error): error.description
    }
  }
}
