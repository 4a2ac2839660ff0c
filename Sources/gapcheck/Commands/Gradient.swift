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
      q is location + scale * noise.

      Examples:
        gapcheck gradient --theta 1 --x 0.3 --phi 2
        gapcheck gradient --prior 'normal(0, 1)' --likelihood 'poisson(exp(z))' \\
          --x 3,1,4 --q 'normal(0.9, 0.3)'

      Exit status: 0 if all methods agree, 1 if a pair of them differs by more
      than the sum of their errors, 2 if a number could not be had, 64 for
      wrong usage, 74 if the output cannot be written.
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

  @Option(help: "The number of Monte Carlo samples, at least 2.")
  var samples = 100_000

  @Option(help: "The seed of the samples.")
  var seed: UInt64 = 1

  @Option(help: "The format of the output: text, json or csv.")
  var format = ResultFormat.text

  /// What is asked for.
  private enum Question {
    /// The exercise's model with an exponential q.
    case exercise(theta: Double, x: Double, phi: Double)
    case model(Model, FamilyMember)
  }

  private func question() throws -> Question {
    let (model, member) = (try model.model(), try family.familyMember())
    if let (theta, x) = model.exercise, let q = member.distribution as? Exponential {
      return .exercise(theta: theta, x: x, phi: q.rate)
    }
    guard !member.family.hasVariableSupport else {
      throw ValidationError(
        "--q must be of a family with a support that does not depend on its parameters, "
          + "got \(member)")
    }
    return .model(model, member)
  }

  func validate() throws {
    _ = try question()
    guard samples >= 2 else {
      throw ValidationError("--samples must be at least 2, got \(samples)")
    }
  }

  func run() throws {
    switch try question() {
    case .exercise(let theta, let x, let phi): try run(theta: theta, x: x, phi: phi)
    case .model(let model, let member): try run(model, member)
    }
  }

  private func run(_ model: Model, _ member: FamilyMember) throws {
    let report = try Failure.exits {
      var workspace = try Workspace()
      return GradientReport(
        model: model,
        comparison: try model.posterior(workspace: &workspace).compareGradients(
          of: member, sampleCount: samples, seed: seed, workspace: &workspace))
    }
    try report.write(as: format)
    if !report.comparison.disagreements.isEmpty { throw ExitCode(1) }
  }

  private func run(theta: Double, x: Double, phi: Double) throws {
    let comparison: GradientComparison
    do {
      var workspace = try Workspace()
      comparison = try Exercise(theta: theta, x: x, workspace: &workspace)
        .compareGradients(
          of: Exponential(rate: phi), sampleCount: samples, seed: seed, workspace: &workspace)
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(2)
    }
    switch format {
    case .text:
      try StandardOutput.write(
        "z ~ exponential(\(theta)), x | z ~ normal(z, 1), x = \(x), q = exponential(\(phi))\n")
      try StandardOutput.write(text(comparison))
    case .json:
      let rows = comparison.methods.map { RowFormat.json($0, Gradient.fields) }
      try StandardOutput.write("[\(rows.joined(separator: ","))]")
    case .csv: try ResultFormat.writeCSV(comparison.methods, Gradient.fields)
    }
    if !comparison.disagreements.isEmpty { throw ExitCode(1) }
  }

  private func text(_ comparison: GradientComparison) -> String {
    func cell(_ estimate: Estimate?) -> String { estimate.map(NumberText.estimate) ?? "" }
    let table = NumberText.columns(
      [["", "ELBO", "∂ELBO/∂θ", "∂ELBO/∂φ"]]
        + comparison.methods.map { [$0.name, cell($0.elbo), cell($0.theta), cell($0.phi)] })
    let verdict = NumberText.agreement(comparison.disagreements)
    return (table + ["", verdict]).joined(separator: "\n")
  }

  /// The columns: NaN where a method has no estimate of its own.
  static var fields: [Field<GradientComparison.Method>] {
    let missing = Estimate(.nan, error: .nan)
    return [Field("method") { .text($0.name) }]
      + Field.pair("elbo", { $0.elbo ?? missing })
      + Field.pair("elbo_gradient_theta", { $0.theta ?? missing })
      + Field.pair("elbo_gradient_phi", { $0.phi })
  }
}
