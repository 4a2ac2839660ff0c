// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// `gapcheck kl`: KL(q‖p) of any pair.
struct KullbackLeiblerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kl",
    abstract: "KL(q||p) of two distributions, beside its closed form where one is known.",
    discussion: """
      Both are densities, or both are counts, such as poisson(3) or
      binomial(10, 0.3). Whether KL is infinite is decided from supports and
      tails, and the reason is given; of counts and a density it always is.

      Exit status: 0 if KL could be had (infinite is a result), 1 if it and
      its closed form differ by more than their bounds, or the bounds are too
      wide to tell, or not all of the mass was shown to be covered, 2 if a
      number could not be had, 64 for wrong usage.

      Examples:
        gapcheck kl --q 'gamma(2, 1)' --p 'lognormal(0, 1)'
        gapcheck kl --q 'cauchy(0, 1)' --p 'normal(0, 1)'
        gapcheck kl --q 'binomial(10, 0.3)' --p 'poisson(3)'
      """)

  @OptionGroup var laws: LawPairOptions

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  func run() throws {
    let (q, p) = try laws.pair()
    let tolerance = try tolerance.value()
    let report = try timeout.exits {
      var workspace = try Workspace()
      return try KullbackLeiblerReport(q: q, p: p, tolerance: tolerance, workspace: &workspace)
    }
    try output.write(report, KullbackLeiblerReport.fields) { $0.text($1) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
