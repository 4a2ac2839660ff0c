// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// `gapcheck maximize`: learning the parameters of a model variationally, and by maximum likelihood.
struct Maximize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The parameters at which the likelihood of the data, or the ELBO, is largest.",
    discussion: """
      A ? in --prior or --likelihood is a free parameter. Sum log p(x) over
      groups of observations, each with a latent of its own, is maximised over
      the free parameters (type-II maximum likelihood); with --q 'gamma(?, ?)'
      or --family also sum ELBO, over them and a q for each group. Without
      --group and --each-row all rows share one latent.

      Without --prior it is the exercise's model: the ELBO is maximised over a
      shared theta and a phi for each observation, and log p(x) over theta.

      Where there is no maximiser, the supremum and where it lies are given:
      that is a result, not a failure.

      Examples:
        gapcheck maximize --x 2
        gapcheck maximize --data observations.txt
        gapcheck maximize --data table.csv --x x
        gapcheck maximize --prior 'gamma(?, ?)' --likelihood 'poisson(z)' \\
          --x 3,0,7,1,12,2 --each-row
        gapcheck maximize --prior 'gamma(?, ?)' --likelihood 'poisson(z)' \\
          --data counts.csv --x count --group site --family gamma

      Exit status: 0; 1 if no maximum was reached, or a bound is not verified;
      2 if a number could not be had, 64 for wrong usage, 65 for data that
      cannot be read, 74 if a file cannot be read or the output cannot be
      written.
      """)

  @OptionGroup var learning: LearningOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  private var x: String? { learning.texts.x }

  private var data: String? { learning.data.data }

  func validate() throws {
    if learning.isModel { return try learning.check() }
    try learning.texts.check()
    guard x != nil || data != nil else {
      throw ValidationError("give the observation with --x, or a file of them with --data")
    }
    guard data == nil, let x else { return }
    do {
      _ = try NumberArgument.finite(x, "--x")
    } catch  where x.split(separator: ",").count > 1 {
      throw ValidationError(
        "--x must be one finite number without --prior, got \(x); several are the lines of --data, or "
          + "--prior 'exponential(?)' --x \(x) --each-row")
    }
  }

  func run() throws {
    if learning.isModel {
      let report = try timeout.exits(hasData: data != nil) {
        try LearningReport(learning)
      }
      let isNested = output.format == .json || output.format == .ndjson
      try output.write(report, report.fields(areNested: isNested)) { $0.text($1) }
      if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
      return
    }
    let report = try timeout.exits(hasData: data != nil) {
      let observations =
        try data.map { try Maximize.observations(in: $0, column: x) }
        ?? x.map { [try NumberArgument.finite($0, "--x")] } ?? []
      return try MaximizeReport(ExerciseLearning(observations: observations))
    }
    try output.write(report, MaximizeReport.fields) { $0.text($1) }
  }

  private static func observations(
    in path: String, column: String?
  ) throws(DataFileError) -> [Double] {
    guard let column else { return try DataFile.numbers(in: path) }
    return try DataFile(path).read([(name: column, kind: .number)]).numbers[0]
  }
}
