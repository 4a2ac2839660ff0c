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
      Monte Carlo errors are four standard errors.

      Example:
        gapcheck gradient --theta 1 --x 0.3 --phi 2

      Exit status: 0 if all methods agree, 1 if a pair of them differs by more
      than the sum of their errors, 2 if a number could not be had, 64 for
      wrong usage, 74 if the output cannot be written.
      """)

  @Option(parsing: .unconditional, help: "The rate of the prior, positive.")
  var theta: String

  @Option(parsing: .unconditional, help: "The observation.")
  var x: String

  @Option(parsing: .unconditional, help: "The rate of q, positive.")
  var phi: String

  @Option(parsing: .unconditional, help: "The number of Monte Carlo samples, at least 2.")
  var samples = 100_000

  @Option(parsing: .unconditional, help: "The seed of the samples.")
  var seed: UInt64 = 1

  @Option(help: "The format of the output: text, json or csv.")
  var format = ResultFormat.text

  func validate() throws {
    _ = try parameters()
    guard samples >= 2 else {
      throw ValidationError("--samples must be at least 2, got \(samples)")
    }
  }

  private func parameters() throws -> (theta: Double, x: Double, phi: Double) {
    (
      try NumberArgument.positive(theta, "--theta"), try NumberArgument.finite(x, "--x"),
      try NumberArgument.positive(phi, "--phi")
    )
  }

  func run() throws {
    let (theta, x, phi) = try parameters()
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
    let differing = comparison.disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
    let verdict = NumberText.verdict(
      differing.isEmpty,
      differing.isEmpty
        ? "every pair agrees within the sum of its errors (Monte Carlo: four standard errors)"
        : "these pairs differ by more than the sum of their errors: "
          + differing.joined(separator: "; "))
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
