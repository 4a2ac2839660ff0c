// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The root command: it only knows its subcommands.
@main
struct Gapcheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gapcheck",
    abstract: "Ground truth for variational inference with a one-dimensional latent.",
    discussion: """
      Computes log p(x), the ELBO, KL(q||posterior) and the gap
      log p(x) - ELBO by adaptive quadrature, each with an error bound, for
      z ~ exponential(theta), x | z ~ normal(z, 1) and q = exponential(phi),
      rates, not means; or for the prior, the likelihood and the q that are
      given in the notation of Stan.

      Examples:
        gapcheck --theta 1 --x 0.3
        gapcheck --theta 1 --x 2 --phi 0.8 --format json
        gapcheck --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1,4 \\
          --q 'gamma(9, 4)'

      Exit status: 0 fine, 1 a check or a row failed, or cannot be decided (a
      result), 2 a number could not be had, 64 wrong usage, 65 bad input data,
      69 gnuplot is missing, 74 input or output failed.
      """,
    version: Version.description,
    subcommands: [
      Check.self, Sweep.self, Batch.self, Maximize.self, Gradient.self, Factorize.self,
      SampleCommand.self, KullbackLeiblerCommand.self, PosteriorCommand.self, Compare.self,
      Plot.self,
      Report.self, Certify.self, FamiliesCommand.self, FunctionsCommand.self,
      ExerciseCommand.self, Grade.self,
    ],
    defaultSubcommand: Check.self)

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let problem = MistypedArguments.problem(in: arguments) {
      StandardError.write("gapcheck: \(problem)")
      exit(withError: ExitCode(64))
    }
    await main(AttachedValues.attach(arguments))
  }
}
