// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// The options that say which two distributions are compared, on the line or of counts.
struct LawPairOptions: ParsableArguments {
  @Option(
    name: .customLong("q"),
    help:
      "q, as in 'gamma(2, 1)': the average is over it. 'gapcheck families' lists what there is.",
    completion: CompletionScript.families)
  private var family: String

  @Option(
    name: .customLong("p"), help: "p, as in 'normal(0, 1) T[0, ]'.",
    completion: CompletionScript.families)
  private var reference: String

  func validate() throws {
    _ = try pair()
  }

  /// Both distributions.
  func pair() throws -> (q: DistributionLaw, p: DistributionLaw) {
    (try SpecArgument.law(family, "--q"), try SpecArgument.law(reference, "--p"))
  }
}
