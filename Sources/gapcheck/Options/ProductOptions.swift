// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options that say what two products of distributions are.
struct ProductOptions: ParsableArguments {
  @Option(
    name: .customLong("q"),
    help: "A distribution of q, one a dimension; 'gapcheck families' lists what there is.",
    completion: CompletionScript.densities)
  var families: [String] = []

  @Option(
    name: .customLong("p"),
    help: "A distribution of p, one a dimension.", completion: CompletionScript.densities)
  var references: [String] = []

  /// Whether no distribution is given.
  var isEmpty: Bool { families.isEmpty && references.isEmpty }

  /// The pairs.
  ///
  /// - Throws: `ValidationError`.
  func pairs() throws -> [FactorizedDivergence.Pair] {
    guard families.count == references.count else {
      throw ValidationError(
        "give as many --p as --q: got \(families.count) --q and \(references.count) --p")
    }
    let dimensions = FactorizedDivergence.dimensions
    guard dimensions.contains(families.count) else {
      throw ValidationError(
        "give from \(dimensions.lowerBound) to \(dimensions.upperBound) pairs of --q and --p, "
          + "got \(families.count)")
    }
    return try zip(families, references).map { q, p in
      FactorizedDivergence.Pair(
        q: try SpecArgument.distribution(q, "--q"), p: try SpecArgument.distribution(p, "--p"))
    }
  }
}
