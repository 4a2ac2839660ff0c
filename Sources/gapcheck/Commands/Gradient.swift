// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck gradient`: ELBO and gradient by every method, compared pair by pair.
struct Gradient: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "ELBO and its gradient: closed form, quadrature, differences, Monte Carlo.",
    discussion: """
      Monte Carlo errors are four standard errors. A closed form is known for
      the exercise's model and an exponential q; a pathwise derivative where
      q is location + scale * noise. With --variances also the variance of
      one draw of log w and of each estimator of the gradient: score function,
      with the best constant baseline, pathwise, sticking the landing; exact,
      and from the draws.

      Examples:
        gapcheck gradient --theta 1 --x 0.3 --phi 2
        gapcheck gradient --theta 1 --x 2 --phi 0.8 --variances
        gapcheck gradient --prior 'normal(0, 1)' --likelihood 'poisson(exp(z))' \\
          --x 3,1,4 --q 'normal(0.9, 0.3)'

      Exit status: 0 if all methods agree, 1 if a pair of them differs by more
      than the sum of their errors, or that cannot be told since an estimator
      has no variance, 2 if a number could not be had, 64 for wrong usage, 65
      for a table that cannot be read, 74 if the output cannot be written.
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

  @Option(help: "The number of Monte Carlo samples, at least 2.")
  var samples = 100_000

  @OptionGroup var seed: SeedOptions

  @Flag(
    help: "Also the exact variance of one draw of each estimator; takes seconds.")
  var variances = false

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  private func member() throws -> FamilyMember {
    let member = try family.familyMember()
    guard !member.family.hasVariableSupport else {
      throw ValidationError(
        "--q must be of a family with a support that does not depend on its parameters, "
          + "got \(member)")
    }
    return member
  }

  /// As many as take a minute.
  private static let mostSamples = 100_000_000

  func validate() throws {
    _ = try member()
    guard samples >= 2 else {
      throw ValidationError("--samples must be at least 2, got \(samples)")
    }
    guard samples <= Gradient.mostSamples else {
      throw ValidationError("--samples must be at most \(Gradient.mostSamples), got \(samples)")
    }
  }

  func run() throws {
    let (model, member) = (try model.model(), try member())
    let report = try Failure.exits {
      try timeout.within(hasData: self.model.data.isGiven) {
        var workspace = try Workspace()
        let posterior = try model.posterior(workspace: &workspace)
        let comparison = try posterior.compareGradients(
          of: member, sampleCount: samples, seed: seed.value, hasVariances: variances,
          workspace: &workspace)
        return GradientReport(
          model: model, member: member, comparison: comparison,
          timeLimit: TimeLimit.exceeded?.seconds)
      }
    }
    try report.write(as: output)
    if !report.isComplete { throw Failure.incomplete(report.missing) }
    if !report.comparison.verdict.isYes { throw ExitCode(1) }
  }
}
