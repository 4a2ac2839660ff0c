// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// `gapcheck plot densities`.
struct PlotDensities: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "densities",
    abstract: "Prior, likelihood, posterior and q over z.",
    discussion: """
      The likelihood is scaled to the posterior's height. Without --phi or
      --q, q is the best exponential for the model of the exercise, and is
      left out for others. Where posterior and q differ much in width, a
      close view stands above a wide one.

      Examples:
        gapcheck plot densities --theta 1 --x 0.3 --output densities.svg
        gapcheck plot densities --prior 'gamma(2, 1)' --x 3 --q 'gamma(5, 2)' \\
          --likelihood 'poisson(z)' --theme dark --output densities.png
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var family: FamilyOptions
  @OptionGroup var plot: PlotOptions

  func run() throws {
    let (model, family) = (try model.model(), try family.member())
    try plot.draw(hasData: self.model.data.isGiven) { canvas in
      let best = try family == nil ? model.bestExponential : nil
      let curves = try DensityCurves(of: model, family: family ?? best)
      return DensityScript.script(curves, isBest: best != nil, for: canvas)
    }
  }
}
