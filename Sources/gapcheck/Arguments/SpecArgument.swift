// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// Specs on the command line: their errors name the option, and point at the character.
enum SpecArgument {
  /// A distribution.
  static func distribution(_ text: String, _ name: String) throws -> any Distribution {
    try member(text, name).distribution
  }

  /// A distribution on the line or of counts.
  static func law(_ text: String, _ name: String) throws -> DistributionLaw {
    let law = try named(name) { try DistributionSpec.law(text) }
    Note.ambiguousNormal(in: text)
    return law
  }

  /// A distribution with its family and parameters.
  static func member(_ text: String, _ name: String) throws -> FamilyMember {
    let member = try named(name) { try DistributionSpec.member(text) }
    Note.ambiguousNormal(in: text)
    return member
  }

  /// A family of distributions with a density, by its name.
  static func family(_ text: String, _ name: String) throws -> Family {
    guard !text.contains("(") else {
      throw ValidationError("\(name) must be the name of a family alone, got \(text)")
    }
    guard !text.contains(",") else {
      throw ValidationError("\(name) takes one family at a time, as in normal, got \(text)")
    }
    let family = try named(name) { try FamilyName(ofSpec: text, among: Families.continuous).family }
    guard !family.hasVariableSupport else {
      throw ValidationError(
        "\(name) must be a family with a support that does not depend on its parameters, "
          + "got \(text)")
    }
    return family
  }

  /// A likelihood, whose arguments may name columns.
  static func likelihood(
    _ text: String, _ name: String, columns: [String] = []
  ) throws -> ConditionalDensity {
    let likelihood = try named(name) { try LikelihoodSpec.parse(text, columns: columns) }
    Note.ambiguousNormal(in: text)
    return likelihood
  }

  /// The log likelihood of an observation x: a formula in z, x and columns.
  static func logLikelihood(
    _ text: String, _ name: String, columns: [String] = []
  ) throws -> Formula {
    try named(name) {
      try Formula.parse(text, names: Formula.names(ofColumns: columns, observation: "x"))
    }
  }

  /// An interval.
  static func interval(_ text: String, _ name: String) throws -> Interval {
    try named(name) { try IntervalSpec.parse(text) }
  }

  private static func named<Value>(_ name: String, _ parse: () throws -> Value) throws -> Value {
    do {
      return try parse()
    } catch {
      throw ValidationError("\(name) \(error)\(listing(error))")
    }
  }

  /// Which subcommand lists what there is, where a name is unknown.
  static func listing(_ error: any Error) -> String {
    let (families, functions) = (
      " ('gapcheck families' lists all)", " ('gapcheck functions' lists all)"
    )
    return switch error {
    case let error as FamilyNameError:
      if case .unknown = error.problem { families } else { "" }
    case let error as FormulaError:
      if case .unknownFunction = error.problem { functions } else { "" }
    case let error as SpecError:
      switch error.problem {
      case .family(.unknown): families
      case .formula(.unknownFunction): functions
      default: ""
      }
    default: ""
    }
  }
}
