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
      wrong usage, 65 for a table that cannot be read, 74 if input or output
      fails; of groups that of the worst.

      Examples:
        gapcheck posterior --prior 'normal(0, 1)' \\
          --likelihood 'normal(z^2, 0.1)' --x 4
        gapcheck posterior --theta 1 --x 2 --grid 200 --phi 0.8
        gapcheck posterior --prior 'gamma(2, 1)' --likelihood 'poisson(z)' \\
          --data counts.csv --x count --group site
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var groups: GroupOptions

  @OptionGroup var family: FamilyOptions

  @Option(help: "Densities at this many points, at least 2, as CSV.")
  var grid: String?

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @Option(help: "The format of the output: text, json, ndjson or csv.")
  var format: ResultFormat?

  @OptionGroup var digits: DigitsOptions

  func validate() throws {
    let member = try family.member()
    let grouping = try groups.grouping(of: self.model.data.data)
    if try points() != nil {
      guard grouping == .none else {
        throw ValidationError("--grid is of one posterior: give it without groups")
      }
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
    let tolerance = try tolerance.value()
    let grouping = try groups.grouping(of: self.model.data.data)
    if let path = self.model.data.data, grouping != .none {
      return try Failure.exits {
        let data = try self.model.dataModel(of: path, grouping: grouping)
        let report = GroupedReport(
          data: data, format: format ?? .text, style: digits.style, isTotal: groups.totals,
          hasFamily: false,
          tolerance: tolerance, timeout: timeout)
        try report.write { try PosteriorGroup(data, $0, tolerance: tolerance) }
      }
    }
    let model = try self.model.model()
    let family = try family.member()
    let hasData = self.model.data.isGiven
    if let count = try points() {
      let grid = try timeout.exits(hasData: hasData) {
        try DensityGrid(model, family: family, count: count)
      }
      try StandardOutput.write(RowFormat.csvHeader(DensityGrid.fields))
      for index in 0..<count {
        try StandardOutput.write(RowFormat.csv(grid[index], DensityGrid.fields))
      }
      return
    }
    let report = try Failure.exits {
      try timeout.within(hasData: hasData) { try PosteriorReport(model, tolerance: tolerance) }
    }
    try (format ?? .text).write(
      report, report.fields(areNested: format == .json || format == .ndjson)
    ) { $0.text(digits.style) }
    if !report.summary.isComplete { throw Failure.incomplete(report.missing) }
    if report.summary.status == .unverified { throw ExitCode(1) }
  }
}
