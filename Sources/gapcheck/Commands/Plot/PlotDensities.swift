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
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var family: FamilyOptions
  @OptionGroup var plot: PlotOptions

  func run() throws {
    let (model, family) = (try model.model(), try family.member())
    try plot.draw { medium in
      let best = try family == nil ? model.bestExponential : nil
      let curves = try DensityCurves(of: model, family: family ?? best)
      return DensityScript.script(curves, isBest: best != nil, for: medium)
    }
  }
}
