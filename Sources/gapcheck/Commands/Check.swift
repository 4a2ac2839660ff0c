// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck check`: all numbers at one point.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "All numbers of a model and a q, and whether the gap is positive.",
    discussion: """
      The exercise's model has a best phi: it is taken without --phi or --q.
      With --family the best member of a family is looked for: where KL is
      least over all of its parameters. KL comes from an integral of its own,
      never from a subtraction.

      Exit status: 0 if log p(x) = ELBO + KL within the bounds and the gap is
      positive (in the exercise's model for every phi), 0 where q equals the
      posterior, and where KL is infinite by theorem; 1 if a verdict fails or
      cannot be told, 2 if a number could not be had, 64 for wrong usage, 65
      for a table that cannot be read, 74 if input or output fails; of groups
      that of the worst.

      Examples:
        gapcheck --theta 1 --x 0.3
        gapcheck --prior 'normal(0, 1)' --likelihood 'poisson(exp(z))' \\
          --x 3,1,4 --q 'normal(0.9, 0.3)'
        gapcheck --log-joint '-z - 0.5*(x - z)^2' --support 0..inf --x 2 \\
          --q 'gamma(2, 1)'
        gapcheck --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1 \\
          --family lognormal
        gapcheck --prior 'normal(0, 1)' --likelihood 'bernoulli_logit(w*z)' \\
          --data rows.csv --x y --family normal
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var groups: GroupOptions

  @OptionGroup var q: TargetOptions

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  func validate() throws {
    _ = try q.target(of: model)
    _ = try groups.grouping(of: self.model.data.data)
  }

  func run() throws {
    let (target, tolerance) = (try q.target(of: self.model), try tolerance.value())
    let grouping = try groups.grouping(of: self.model.data.data)
    if let path = self.model.data.data, let target, grouping != .none {
      return try Failure.exits {
        let data = try self.model.dataModel(of: path, grouping: grouping)
        let report = GroupedReport(
          data: data, format: output.format, style: output.style, isTotal: groups.totals,
          hasFamily: true,
          tolerance: tolerance, timeout: timeout)
        try report.write { try CheckGroup(data, $0, target, tolerance: tolerance) }
      }
    }
    let model = try self.model.model()
    let report = try Failure.exits {
      // The text for people stays short.
      try timeout.within(hasData: self.model.data.isGiven) {
        try CheckReport(
          model, for: target, tolerance: tolerance, hasParts: output.format != .text)
      }
    }
    try output.write(report, report.fields) { $0.text($1) }
    if !report.isComplete { throw Failure.incomplete(report.missing) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
