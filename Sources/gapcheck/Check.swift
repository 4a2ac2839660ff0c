// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// `gapcheck check`: all numbers at one point.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "All numbers at one point (theta, x, phi), and whether the gap is positive.",
    discussion: """
      Without --phi at the best phi. KL comes from an integral of its own,
      never from a subtraction.

      Exit status: 0 if log p(x) = ELBO + KL within the bounds and the gap is
      positive for every phi, 1 if a verdict fails, 2 if a number could not
      be had, 64 for wrong usage.
      """)

  @Option(parsing: .unconditional, help: "The rate of the prior, positive.")
  var theta: String

  @Option(parsing: .unconditional, help: "The observation.")
  var x: String

  @Option(parsing: .unconditional, help: "The rate of q, positive (default: the best one).")
  var phi: String?

  @Option(
    parsing: .unconditional,
    help: "The relative error bound above which the status is 'roundoff'.")
  var tolerance = "1e-10"

  @Option(help: "The format of the output: text, json or csv.")
  var format = ResultFormat.text

  func validate() throws {
    _ = try parameters()
  }

  private func parameters() throws -> (theta: Double, x: Double, phi: Double?, tolerance: Double) {
    (
      try NumberArgument.positive(theta, "--theta"), try NumberArgument.finite(x, "--x"),
      try phi.map { try NumberArgument.positive($0, "--phi") },
      try NumberArgument.positive(tolerance, "--tolerance")
    )
  }

  func run() throws {
    let (theta, x, phi, tolerance) = try parameters()
    let report: CheckReport
    do {
      report = try CheckReport(theta: theta, x: x, phi: phi, tolerance: tolerance)
    } catch {
      StandardError.write("gapcheck: \(error)")
      throw ExitCode(2)
    }
    try format.write(report, CheckReport.fields, text: CheckText.render)
    if !report.isComplete { throw ExitCode(2) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
