// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// The options that say what q is.
struct FamilyOptions: ParsableArguments {
  @Option(help: "The rate of an exponential q: --q 'exponential(phi)'.")
  var phi: String?

  @Option(name: .customLong("q"), help: "q, as in 'gamma(2, 1)'.")
  var family: String?

  func validate() throws {
    _ = try member()
  }

  /// q; `nil` where none is given.
  ///
  /// - Throws: `ValidationError`.
  func member() throws -> (any Distribution)? {
    try ModelConflicts.check(phi: phi, q: family)
    if let phi { return try Exponential(rate: try NumberArgument.positive(phi, "--phi")) }
    return try family.map { try SpecArgument.distribution($0, "--q") }
  }

  /// q with its family and parameters.
  ///
  /// - Throws: `ValidationError`, also where none is given.
  func familyMember() throws -> FamilyMember {
    _ = try member()
    if let phi {
      let rate = try NumberArgument.positive(phi, "--phi")
      return try FamilyMember(of: Exponential.family, parameters: [rate])
    }
    guard let family else { throw ValidationError("give q with --phi or --q") }
    return try SpecArgument.member(family, "--q")
  }
}
