// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck compare`: the Bayes factor of two models, or of a model and a point null.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "The log Bayes factor of two models of the same data, or of a model and a point null.",
    discussion: """
      The sign is first minus second, and model minus null: above 0 the data
      speak for the first, or against the null. The second model has the data
      of the first, and what is not given of it is that of the first. With
      --null the prior is compared with a latent that is known to be there;
      the ratio of Savage and Dickey, log p(z) - log p(z | x) at the null,
      has to be the same number. A --log-joint counts as it is: constants
      that are left out of it are missing from the Bayes factor.

      Exit status: 0 if the Bayes factor could be had (infinite is a result),
      1 if the ratio of Savage and Dickey is another number or not all of the
      mass was shown to be covered, 2 if a number could not be had, 64 for
      wrong usage, 65 for a table that cannot be read.

      Examples:
        gapcheck compare --prior 'cauchy(0, 1)' --likelihood 'normal(z, 0.5)' \\
          --x 1.3 --null 0
        gapcheck compare --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1,4 \\
          --against-likelihood 'neg_binomial_2(z, 2)'
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var against: AgainstOptions

  @Option(help: "Instead of a second model a value of z: the null that the latent is known.")
  var null: String?

  @Option(help: "The odds of the first model before the data, positive.")
  var priorOdds: String?

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  private func nullPoint() throws -> Double? {
    try null.map { try NumberArgument.finite($0, "--null") }
  }

  private func odds() throws -> Double? {
    try priorOdds.map { try NumberArgument.positive($0, "--prior-odds") }
  }

  func validate() throws {
    _ = (try nullPoint(), try odds())
    guard null == nil || against.isEmpty else {
      throw ValidationError("--null stands for a second model: give it without --against-...")
    }
    guard null != nil || !against.isEmpty else {
      throw ValidationError(
        "say what the model is compared with: --null, or --against-prior, --against-likelihood or "
          + "--against-log-joint")
    }
    guard null == nil || model.texts.logJoint == nil else {
      throw ValidationError(
        "--null needs a likelihood: give --prior and --likelihood, not --log-joint")
    }
    if null == nil { try against.naming { try against.options(besides: model).validate() } }
  }

  func run() throws {
    let (null, odds, tolerance) = (try nullPoint(), try odds(), try tolerance.value())
    let hasData = model.data.isGiven
    let report: CompareReport
    if let null {
      let model = try model.model()
      report = try timeout.exits(hasData: hasData) {
        try CompareReport(model, null: null, priorOdds: odds, tolerance: tolerance)
      }
    } else {
      let (first, second) = try against.naming {
        try model.models(with: against.options(besides: model))
      }
      report = try timeout.exits(hasData: hasData) {
        try CompareReport(first, against: second, priorOdds: odds, tolerance: tolerance)
      }
    }
    try output.write(report, report.fields) { $0.text($1) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
