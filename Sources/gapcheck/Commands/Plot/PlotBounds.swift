// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// `gapcheck plot bounds`.
struct PlotBounds: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounds",
    abstract: "The ladder of bounds on log p(x), from below and from above.",
    discussion: """
      The bounds are those of 'gapcheck bounds', by their distance from
      log p(x); what is infinite leaves the picture as an arrow.

      Examples:
        gapcheck plot bounds --theta 1 --x 2 --phi 0.8 --output bounds.svg
        gapcheck plot bounds --prior 'gamma(2, 1)' --likelihood 'poisson(z)' \\
          --x 3,1 --q 'gamma(5, 2)' --steps 2,10 --output bounds.png
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var family: FamilyOptions
  @OptionGroup var bounds: BoundOptions
  @OptionGroup var plot: PlotOptions

  func validate() throws {
    _ = try family.required()
  }

  func run() throws {
    let (q, kinds) = (try family.required(), try bounds.kinds())
    let model = try self.model.model()
    try plot.draw(hasData: self.model.data.isGiven) { canvas in
      var workspace = try Workspace()
      let bounds = try model.posterior(workspace: &workspace)
        .evidenceBounds(of: q, kinds, workspace: &workspace)
      return BoundsScript.script(bounds, of: model, q: q, for: canvas)
    }
  }
}
