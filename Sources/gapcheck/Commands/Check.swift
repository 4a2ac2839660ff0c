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
      posterior, and where KL is infinite by theorem; 1 if a verdict fails, 2
      if a number could not be had, 64 for wrong usage.

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

  @Option(
    name: .customLong("family"),
    help: "Instead of q its family, as in 'gamma': its best member is taken.")
  var familyName: String?

  @Option(help: "The relative error bound above which the status is 'roundoff'.")
  var tolerance = "1e-10"

  @Option(help: "The format of the output: text, json or csv.")
  var format = ResultFormat.text

  /// What is asked for.
  private enum Question {
    /// The exercise's model, at φ or at the best one.
    case exercise(theta: Double, x: Double, phi: Double?)
    case model(Model, family: any Distribution)
    case best(Model, of: Family)
  }

  private func question() throws -> Question {
    let (model, family) = (try model.model(), try family.member())
    if let familyName {
      try ModelConflicts.check(phi: self.family.phi, q: self.family.family, family: familyName)
      return .best(model, of: try SpecArgument.family(familyName, "--family"))
    }
    if let (theta, x) = model.exercise {
      guard let family else { return .exercise(theta: theta, x: x, phi: nil) }
      if let family = family as? Exponential {
        return .exercise(theta: theta, x: x, phi: family.rate)
      }
    }
    guard let family else {
      throw ValidationError(
        "this model has no best q in closed form: give q with --q, or its family with --family")
    }
    return .model(model, family: family)
  }

  func validate() throws {
    _ = try question()
    _ = try NumberArgument.positive(tolerance, "--tolerance")
  }

  func run() throws {
    let tolerance = try NumberArgument.positive(tolerance, "--tolerance")
    let (isComplete, verdictsHold): (Bool, Bool)
    switch try question() {
    case .exercise(let theta, let x, let phi):
      let report = try Failure.exits {
        try CheckReport(theta: theta, x: x, phi: phi, tolerance: tolerance)
      }
      try format.write(report, CheckReport.fields, text: CheckText.render)
      (isComplete, verdictsHold) = (report.isComplete, report.verdictsHold)
    case .model(let model, let family):
      let report = try Failure.exits {
        try ModelReport(model, family: family, tolerance: tolerance)
      }
      try format.write(report, ModelReport.fields, text: \.text)
      (isComplete, verdictsHold) = (report.isComplete, report.verdictsHold)
    case .best(let model, let family):
      let report = try Failure.exits {
        try FamilyReport(model, family: family, tolerance: tolerance)
      }
      try format.write(report, report.fields, text: \.text)
      (isComplete, verdictsHold) = (report.isComplete, report.verdictsHold)
    }
    if !isComplete { throw ExitCode(2) }
    if !verdictsHold { throw ExitCode(1) }
  }
}
