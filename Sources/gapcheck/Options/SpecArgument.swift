// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// Specs on the command line: their errors name the option, and point at the character.
enum SpecArgument {
  /// A distribution.
  static func distribution(_ text: String, _ name: String) throws -> any Distribution {
    try member(text, name).distribution
  }

  /// A distribution with its family and parameters.
  static func member(_ text: String, _ name: String) throws -> FamilyMember {
    try named(name) { try DistributionSpec.member(text) }
  }

  /// A family of distributions with a density, by its name.
  static func family(_ text: String, _ name: String) throws -> Family {
    guard let family = Families.named(text, among: Families.continuous) else {
      let known = Families.continuous.map(\.name).joined(separator: ", ")
      throw ValidationError("\(name) must be one of \(known), got \(text)")
    }
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
    try named(name) { try LikelihoodSpec.parse(text, columns: columns) }
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
      throw ValidationError("\(name) \(error)")
    }
  }
}
