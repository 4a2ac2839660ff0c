// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck weights`: how the importance ratio w = p(x, z)/q(z) varies under q.
struct Weights: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The importance ratio p(x, z)/q(z): its variance, ESS, largest value, tail index.",
    discussion: """
      With w = p(x, z)/q(z) and z ~ q: the variance of w/p(x), which is
      chi^2(posterior||q), the effective sample size of a draw, the variance of
      log w, the largest w, and the tail index k of w, from 0 to 1 where w has
      no bound, negative where it has one. With --samples also the index that so
      many draws see, beside Pareto k from draws (PSIS). Infinity is a theorem
      about tails, and the reason is given.

      Exit status: 0, 1 if not all of the mass was shown to be covered, 2 if a
      number could not be had, 64 for wrong usage, 65 for a table that cannot
      be read.

      Examples:
        gapcheck weights --theta 1 --x 2 --phi 0.8 --samples 1000,100000
        gapcheck weights --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1 \\
          --q 'lognormal(0.5, 0.5)'
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

  @Option(help: "Numbers of draws, from 25 to 10000000, as in 1000,100000.")
  var samples: String?

  @OptionGroup var seed: SeedOptions

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  private func counts() throws -> [Int] {
    try samples.map { try NumberArgument.counts($0, "--samples", from: 25, upTo: 10_000_000) } ?? []
  }

  func validate() throws {
    _ = (try family.required(), try counts())
  }

  func run() throws {
    let (q, counts, tolerance) = (try family.required(), try counts(), try tolerance.value())
    let model = try self.model.model()
    let report = try timeout.exits(hasData: self.model.data.isGiven) {
      var workspace = try Workspace()
      return WeightsReport(
        model: model, q: q, seed: seed.value, tolerance: tolerance,
        result: try model.posterior(workspace: &workspace).importanceWeights(
          of: q, draws: counts, seed: seed.value, workspace: &workspace))
    }
    try output.write(report, report.fields) { $0.text($1) }
    if !report.result.errorKind.isVerified { throw ExitCode(1) }
  }
}
