// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `gapcheck plot`: pictures, by gnuplot.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pictures: densities, gap, surface, KL of products, bounds, weights, sweeps.",
    discussion: """
      gnuplot draws them; it is looked for on PATH. The ending of --output
      decides about the format: svg, png or pdf; --size about the shape, for
      a page, a slide or a phone; --theme dark is for dark pages. --terminal
      draws with characters. --script writes the gnuplot script with its
      data inside, and needs no gnuplot.

      Examples:
        gapcheck plot densities --theta 1 --x 0.3 --output densities.svg
        gapcheck plot gap --theta 1 --x 0.3 --size 16:9 --output gap.png
        gapcheck plot surface --x 2 --start 0.3,5 --output surface.pdf
        gapcheck plot bounds --theta 1 --x 2 --phi 0.8 --output bounds.svg
        gapcheck plot sweep gaps.csv --output gaps.svg
        gapcheck plot gap --theta 1 --x 0.3 --terminal

      Exit status: 0, 2 if a number could not be had or gnuplot failed, 64
      for wrong usage, 65 for a table that cannot be read, 69 if gnuplot is
      missing, 74 if the output cannot be written.
      """,
    subcommands: [
      PlotDensities.self, PlotGap.self, PlotSurface.self, PlotFactorize.self, PlotBounds.self,
      PlotWeights.self, PlotSweep.self,
    ])
}
