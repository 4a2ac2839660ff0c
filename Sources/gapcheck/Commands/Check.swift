// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck check`: all numbers at one point.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "All numbers of a model and a q, and whether the gap is positive.",
    discussion: """
      The exercise's model has a best phi: it is taken without --phi or --q.
      With --family the best member of a family is looked for: where KL is
      least over all of its parameters. KL comes from an integral of its own,
      never from a subtraction.

      Exit status: 0 if log p(x) = ELBO + KL within the bounds and the gap is
      positive (in the exercise's model for every phi), 0 where q equals the
      posterior, and where KL is infinite by theorem; 1 if a verdict fails or
      cannot be told, 2 if a number could not be had, 64 for wrong usage.

      Examples:
        gapcheck --theta 1 --x 0.3
        gapcheck --prior 'normal(0, 1)' --likelihood 'poisson(exp(z))' \\
          --x 3,1,4 --q 'normal(0.9, 0.3)'
        gapcheck --log-joint '-z - 0.5*(x - z)^2' --support 0..inf --x 2 \\
          --q 'gamma(2, 1)'
        gapcheck --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1 \\
          --family lognormal
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

  @OptionGroup var best: BestFamilyOptions

  @OptionGroup var tolerance: ToleranceOptions

  @Option(help: "The format of the output: text, json or csv.")
  var format = ResultFormat.text

  /// How to compute the report, once everything has been read.
  private func make() throws -> (_ tolerance: Double) throws -> CheckReport {
    let (model, q) = (try model.model(), try family.member())
    if let name = best.name {
      try family.texts.check(bestOf: name)
      let family = try SpecArgument.family(name, "--family")
      return { try CheckReport(model, bestOf: family, tolerance: $0) }
    }
    guard q != nil || model.exercise != nil else {
      throw ValidationError(
        "this model has no best q in closed form: give q with --q, or its family with --family")
    }
    return { try CheckReport(model, q: q, tolerance: $0) }
  }

  func validate() throws {
    _ = try make()
  }

  func run() throws {
    let (make, tolerance) = (try make(), try tolerance.value())
    let report = try Failure.exits { try make(tolerance) }
    try format.write(report, report.fields, text: \.text)
    if !report.isComplete { throw ExitCode(2) }
    if !report.record.verdictsHold { throw ExitCode(1) }
  }
}
