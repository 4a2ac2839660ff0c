// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck factorize`: KL of products, by one integral and as a sum.
struct Factorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "KL of joint distributions: one integral over all coordinates, and the sum of KLs.",
    discussion: """
      The first --q goes with the first --p, and so on, up to 10 pairs, in
      Stan's notation, with an optional truncation T[lower, upper].

      A product of Gauss rules up to 6 dimensions, whose error is a bound;
      VEGAS above, whose error is three standard errors.

      With --correlation the first two normal q are correlated: q is then not
      the product of its marginals, and the equality does not hold. The joint
      integral is then nested adaptive quadrature up to 4 dimensions.

      Exit status: 0 if the two sides agree (both infinite is agreement), 1
      if they differ, or the bounds are too wide to tell, 2 if a number could
      not be had, 64 for wrong usage.

      Examples:
        gapcheck factorize --q 'exponential(2)' --p 'exponential(1)' \\
          --q 'normal(0, 1)' --p 'normal(1, 2)'
        gapcheck factorize --q 'normal(0, 1)' --p 'normal(0, 1)' \\
          --q 'normal(0, 1)' --p 'normal(0, 1)' --correlation 0.6
      """)

  @OptionGroup var pairs: PairOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  func run() throws {
    let pairs = try pairs.pairs()
    let options = self.pairs
    let report = try timeout.exits {
      FactorizeReport(
        try FactorizedDivergence(
          pairs, correlation: options.coefficient, calls: options.calls, seed: options.seed.value),
        calls: options.calls, seed: options.seed.value)
    }
    switch output.format {
    case .text: try StandardOutput.write(report.text(output.style).joined(separator: "\n"))
    case .json, .ndjson: try StandardOutput.write(report.json)
    case .csv: try ResultFormat.writeCSV(report.rows, FactorizeReport.Row.fields)
    }
    if !report.divergence.equality.isYes { throw ExitCode(1) }
  }
}
