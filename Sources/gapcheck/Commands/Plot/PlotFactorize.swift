// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// `gapcheck plot factorize`.
struct PlotFactorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factorize",
    abstract: "The KL of each dimension, stacked, against the joint.",
    discussion: """
      The pairs are those of 'gapcheck factorize'.

      Examples:
        gapcheck plot factorize --q 'exponential(2)' --p 'exponential(1)' \\
          --q 'normal(0, 1)' --p 'normal(1, 2)' --output factorize.svg
        gapcheck plot factorize --q 'normal(0, 1)' --p 'normal(0, 1)' \\
          --q 'normal(0, 1)' --p 'normal(1, 2)' --correlation 0.7 --terminal
      """)

  @OptionGroup var pairs: PairOptions
  @OptionGroup var plot: PlotOptions

  func run() throws {
    let pairs = try pairs.pairs()
    let options = self.pairs
    try plot.draw { canvas in
      FactorizeScript.script(
        try FactorizedDivergence(
          pairs, correlation: options.coefficient, calls: options.calls, seed: options.seed.value),
        for: canvas)
    }
  }
}
