// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options that say what q is, as they are typed: of one q, of the cells of a sweep, or of every row of
/// a table.
struct FamilyTextOptions: ParsableArguments {
  @Option(
    help: "The rate of an exponential q: --q 'exponential(phi)'; in a sweep an axis, or 'best'.")
  var phi: String?

  @Option(
    name: .customLong("q"),
    help:
      "q, as in 'gamma(2, 1)'; in a sweep as in 'gamma(1..5:50, 2)'. 'gapcheck families' lists what there is.",
    completion: CompletionScript.densities)
  var family: String?

  /// The spec of q, however it was given.
  var text: String? { family ?? phi.map { "exponential(\($0))" } }

  /// The option that q was given by.
  var option: String { family == nil ? "--phi" : "--q" }

  /// Refuses more than one way to say what q is.
  ///
  /// - Parameter best: the family whose best member is asked for, if one is.
  /// - Throws: `ValidationError`.
  func check(bestOf best: String? = nil) throws {
    guard phi == nil || family == nil else {
      throw ValidationError("--phi is short for --q 'exponential(phi)': give one of them")
    }
    guard best == nil || (phi == nil && family == nil) else {
      throw ValidationError("--family asks for the best q: give it without --phi and --q")
    }
  }
}
