// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// A text or an observation that makes no ``Model``.
public enum ModelError: Error, Sendable, Hashable {
  /// There is no observation.
  case noObservation
  /// There is no likelihood that an observation could be made under.
  case noLikelihood
  /// The log joint density names x, and no observation is given.
  case missingObservation(logJoint: String)
  /// The likelihood cannot have this observation.
  case observation(ObservationError)
  /// The likelihood cannot have this observation of many.
  case row(RowError)
  /// An argument of the likelihood is outside its parameter's domain at a z that the prior allows.
  case violation(ParameterViolation, z: Double)
  /// The likelihood has no meaning at the point of a null, and why, where that is known.
  case null(ParameterViolation?, z: Double)
  /// The log joint density cannot be read.
  case formula(FormulaError)
  /// The prior cannot be read.
  case prior(SpecError)
  /// The likelihood cannot be read.
  case likelihood(SpecError)
  /// A spec with free parameters cannot be read, or makes no model.
  case free(FreeSpecError)
}

extension ModelError: CustomStringConvertible {
  /// What was wrong, with the value, and what would be right.
  public var description: String {
    switch self {
    case .noObservation: "at least one observation x is needed, got none"
    case .noLikelihood: "a model of a log joint density has no likelihood to observe x under"
    case .missingObservation(let logJoint):
      "the log joint density '\(logJoint)' names x: it needs an observation x, got none"
    case .observation(let error): error.description
    case .row(let error): error.description
    case .violation(let violation, let z) where violation.isRounded:
      "\(violation.parameter) = \(violation.formula) is \(violation.value) to doubles at z = \(z), which the prior "
        + "allows, and the likelihood has no value there: truncate the prior, as in T[-100, 100]"
    case .violation(let violation, let z):
      "\(violation.parameter) = \(violation.formula) must be \(violation.requirement) wherever the prior has mass; "
        + "it allows z = \(z), where that is \(violation.value): truncate the prior, as in T[0, ]"
        + (violation.requirement == Family.Domain.positive.description
          ? ", or take what is positive, as exp(z)" : "")
    case .null(let violation, let z):
      "the null must be a z at which the likelihood has a meaning, got \(z)"
        + (violation.map { ": \($0)" } ?? "")
    case .formula(let error): error.description
    case .prior(let error): error.description
    case .likelihood(let error): error.description
    case .free(let error): error.description
    }
  }
}
