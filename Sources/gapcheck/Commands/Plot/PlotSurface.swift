// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// `gapcheck plot surface`.
struct PlotSurface: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surface",
    abstract: "The ELBO of the exercise over (theta, phi), with gradient ascent.",
    discussion: """
      Contours of the ELBO, the direction of its gradient in (log theta,
      log phi), where the maximum is or the direction in which it escapes
      (for x <= 0), and the path of gradient ascent from --start, with steps
      halved until they gain enough.

      Examples:
        gapcheck plot surface --x 2 --start 0.3,5 --output surface.svg
        gapcheck plot surface --x=-1 --theta 2 --size square --output surface.pdf
      """)

  @Option(help: "The observation.")
  var x: String

  @Option(help: "The rate of the prior at the start, where q is the prior (default: 1).")
  var theta: String?

  @Option(help: "Where gradient ascent starts: THETA,PHI.")
  var start: String?

  @OptionGroup var plot: PlotOptions

  func validate() throws {
    _ = try parameters()
  }

  private func parameters() throws -> (x: Double, start: (theta: Double, phi: Double)) {
    let x = try NumberArgument.finite(x, "--x")
    guard let start else {
      let theta = try theta.map { try NumberArgument.positive($0, "--theta") } ?? 1
      return (x, (theta, theta))
    }
    guard theta == nil else {
      throw ValidationError("--start has a theta of its own: give one of --theta and --start")
    }
    let parts = start.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw ValidationError("--start must be THETA,PHI, as in 0.5,3, got \(start)")
    }
    return (
      x,
      (
        try NumberArgument.positive(String(parts[0]), "the theta of --start"),
        try NumberArgument.positive(String(parts[1]), "the phi of --start")
      )
    )
  }

  func run() throws {
    let (x, start) = try parameters()
    try plot.draw { canvas in
      SurfaceScript.script(try ElboSurface(x: x, start: start), for: canvas)
    }
  }
}
