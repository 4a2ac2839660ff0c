// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quadrature
import VariationalGap

/// `gapcheck maximize`: learning θ variationally, and by maximum likelihood.
struct Maximize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The maximum of the ELBO over (theta, phi), and the exact maximum likelihood.",
    discussion: """
      For several observations, sum ELBO is maximised over a shared theta and
      a phi for each observation, and sum log p(x) over theta. Where there is
      no maximiser, the supremum and where it lies are given: that is a
      result, not a failure.

      Examples:
        gapcheck maximize --x 2
        gapcheck maximize --data observations.txt
        gapcheck maximize --data table.csv --x x

      Exit status: 0, 2 if a number could not be had, 64 for wrong usage, 65
      for data that cannot be read as numbers, 74 if a file cannot be read or
      the output cannot be written.
      """)

  @Option(help: "The observation; with --data the column of a table.")
  var x: String?

  @Option(
    help:
      "A file with one number a line; with --x a table, CSV or TSV with a header or NDJSON.",
    completion: .file())
  var data: String?

  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard x != nil || data != nil else {
      throw ValidationError("give the observation with --x, or a file of them with --data")
    }
    if data == nil { _ = try x.map { try NumberArgument.finite($0, "--x") } }
  }

  func run() throws {
    let report = try Failure.exits {
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
