// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

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
      69 gnuplot is missing, 71 the system gives too little, 74 input or output
      failed.
      """,
    version: Version.description,
    subcommands: [
      Check.self, Sweep.self, Batch.self, Maximize.self, Gradient.self, Factorize.self,
      SampleCommand.self, KullbackLeiblerCommand.self, PosteriorCommand.self, Compare.self,
      Bounds.self, Weights.self,
      DivergencesCommand.self,
      Plot.self,
      Report.self, Certify.self, FamiliesCommand.self, FunctionsCommand.self,
      ExerciseCommand.self, Grade.self, Verify.self, Fixtures.self,
    ],
    defaultSubcommand: Check.self)

  static func main() async {
    StandardDescriptors.fill()
    // A closed pipe is an error of the write: who reads no more has what it wanted.
    signal(SIGPIPE, SIG_IGN)
    if let shortage = SystemLimits.shortage() {
      StandardError.write("gapcheck: \(shortage)")
      Foundation.exit(71)
    }
    let interruption = Interruption()
    defer { withExtendedLifetime(interruption) {} }
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let problem = MistypedArguments.problem(in: arguments) {
      StandardError.write("gapcheck: \(problem)")
      Foundation.exit(64)
    }
    var command: any ParsableCommand
    do {
      command = try parseAsRoot(AttachedValues.attach(arguments))
    } catch {
      if let problem = MistypedArguments.unknown(in: arguments, of: fullMessage(for: error)) {
        StandardError.write("gapcheck: \(problem)")
        Foundation.exit(64)
      }
      end(with: error)
    }
    do {
      StandardError.write(Note.takeHeld())
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error as ValidationError {
      // The parser would show the usage of all commands.
      StandardError.write("gapcheck: \(error.message)")
      Foundation.exit(64)
    } catch {
      end(with: error)
    }
  }

  /// Ends with the status of an error, once its message is written: help and completion scripts are data.
  private static func end(with error: any Error) -> Never {
    let (status, message) = (exitCode(for: error).rawValue, fullMessage(for: error))
    guard !message.isEmpty else { Foundation.exit(status) }
    guard status == 0 else {
      StandardError.write(UsageMessage.lines(of: error, Array(CommandLine.arguments.dropFirst())))
      Foundation.exit(status)
    }
    do {
      try StandardOutput.write(
        UsageMessage.wrapped(CompletionScript.withDefaultSubcommand(message)))
    } catch {
      Foundation.exit(exitCode(for: error).rawValue)
    }
    Foundation.exit(0)
  }
}
