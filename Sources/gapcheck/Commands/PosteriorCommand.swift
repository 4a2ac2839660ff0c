// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// `gapcheck posterior`: what the posterior looks like.
struct PosteriorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posterior",
    abstract:
      "Log evidence, mean, sd, modes and quantiles of the posterior; or its density on a grid.",
    discussion: """
      A mean or a standard deviation that does not exist, is infinite, or is
      too large for a double, is missing, and the reason says so.

      With --grid the densities of prior, posterior and q, and the likelihood
      as a function of z, as CSV.

      Exit status: 0 if all but such moments could be had, 1 if not all of the
      mass was shown to be covered, 2 if a number could not be had, 64 for
      wrong usage.

      Examples:
        gapcheck posterior --prior 'normal(0, 1)' \\
          --likelihood 'normal(z^2, 0.1)' --x 4
        gapcheck posterior --theta 1 --x 2 --grid 200 --phi 0.8
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

  @Option(help: "Densities at this many points, at least 2, as CSV.")
  var grid: String?

  @OptionGroup var tolerance: ToleranceOptions

  @Option(help: "The format of the output: text, json or csv.")
  var format: ResultFormat?

  func validate() throws {
    let member = try family.member()
    if try points() != nil {
      guard format == nil || format == .csv else {
        throw ValidationError("--grid writes CSV: give it without --format, or with --format csv")
      }
    } else if member != nil {
      throw ValidationError("--q and --phi go with --grid: the posterior does not depend on q")
    }
  }

  private func points() throws -> Int? {
    guard let grid else { return nil }
    guard let count = Int(grid), (2...1_000_000).contains(count) else {
      throw ValidationError(
        "--grid must be a whole number from 2 to 1000000, got \(grid.isEmpty ? "nothing" : grid)")
    }
    return count
  }

  func run() throws {
    let model = try model.model()
    let family = try family.member()
    if let count = try points() {
      let grid = try Failure.exits { try DensityGrid(model, family: family, count: count) }
      try StandardOutput.write(RowFormat.csvHeader(DensityGrid.fields))
      for index in 0..<count {
        try StandardOutput.write(RowFormat.csv(grid[index], DensityGrid.fields))
      }
      return
    }
    let tolerance = try tolerance.value()
    let report = try Failure.exits { try PosteriorReport(model, tolerance: tolerance) }
    try (format ?? .text).write(
      report, PosteriorReport.fields(areNested: format == .json), text: \.text)
    if !report.summary.isComplete { throw ExitCode(2) }
    if report.summary.status == .unverified { throw ExitCode(1) }
  }
}
