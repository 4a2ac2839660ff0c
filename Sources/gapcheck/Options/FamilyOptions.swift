// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// The options that say what q is.
struct FamilyOptions: ParsableArguments {
  @OptionGroup var texts: FamilyTextOptions

  func validate() throws {
    _ = try member()
  }

  /// q; `nil` where none is given.
  ///
  /// - Throws: `ValidationError`.
  func member() throws -> (any Distribution)? {
    try texts.check()
    if let phi = texts.phi {
      return try Exponential(rate: try rate(phi))
    }
    return try texts.family.map { try SpecArgument.distribution($0, "--q") }
  }

  private func rate(_ phi: String) throws -> Double {
    guard phi != "best" else {
      throw ValidationError(
        "--phi must be a positive finite number, got best, which is of sweeps; "
          + "where --phi is left out, check takes the best one")
    }
    return try NumberArgument.positive(phi, "--phi")
  }

  private static var missing: ValidationError { ValidationError("give q with --phi or --q") }

  /// q, which has to be given.
  ///
  /// - Throws: `ValidationError`, also where none is given.
  func required() throws -> any Distribution {
    guard let q = try member() else { throw FamilyOptions.missing }
    return q
  }

  /// q with its family and parameters.
  ///
  /// - Throws: `ValidationError`, also where none is given.
  func familyMember() throws -> FamilyMember {
    _ = try member()
    if let phi = texts.phi {
      let rate = try rate(phi)
      return try FamilyMember(of: Exponential.family, parameters: [rate])
    }
    guard let family = texts.family else { throw FamilyOptions.missing }
    return try SpecArgument.member(family, "--q")
  }
}
