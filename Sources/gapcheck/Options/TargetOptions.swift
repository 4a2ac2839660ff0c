// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// The options that say what q is, or that the best member of a family is to be found.
struct TargetOptions: ParsableArguments {
  @OptionGroup var family: FamilyOptions

  @OptionGroup var best: BestFamilyOptions

  /// The q that is asked about; `nil` for the best one of the exercise's model.
  ///
  /// - Parameter model: the options that say what the model is.
  /// - Throws: `ValidationError`, also where there is no q and no best one in closed form.
  func target(of model: ModelOptions) throws -> CheckGroup.Target? {
    if let name = best.name {
      try family.texts.check(bestOf: name)
      return .best(try SpecArgument.family(name, "--family"))
    }
    if let q = try family.member() { return .member(q) }
    guard try !model.data.isGiven && model.model().exercise != nil else {
      throw ValidationError(
        "this model has no best q in closed form: give q with --q, or its family with --family")
    }
    return nil
  }
}
