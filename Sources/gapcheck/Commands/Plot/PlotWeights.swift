// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// `gapcheck plot weights`.
struct PlotWeights: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights",
    abstract: "How the importance ratio p(x, z)/q(z) is distributed under q, with its tail.",
    discussion: """
      The probability of a weight above a level, exact, and the share of
      draws above it. On these axes a tail of the index k, as in 'gapcheck
      weights', becomes a line of the slope -1/k: the larger k, the longer
      an average of weights takes to see it.

      Examples:
        gapcheck plot weights --theta 1 --x 0.3 --phi 3 --output weights.svg
        gapcheck plot weights --prior 'gamma(2, 1)' --likelihood 'poisson(z)' \\
          --x 3,1 --q 'lognormal(0.5, 0.5)' --samples 10000 --output weights.png
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var family: FamilyOptions

  @Option(help: "How many draws of q are shown, from 0 to 1000000.")
  var samples = 1000

  @OptionGroup var seed: SeedOptions
  @OptionGroup var plot: PlotOptions

  private func count() throws -> Int {
    guard (0...1_000_000).contains(samples) else {
      throw ValidationError("--samples must be from 0 to 1000000, got \(samples)")
    }
    return samples
  }

  func validate() throws {
    _ = (try family.required(), try count())
  }

  func run() throws {
    let (q, count) = (try family.required(), try count())
    let model = try self.model.model()
    try plot.draw(hasData: self.model.data.isGiven) { canvas in
      WeightScript.script(
        try WeightCurve(of: model, family: q, draws: count, seed: seed.value), for: canvas)
    }
  }
}
