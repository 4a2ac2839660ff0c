// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options that say where observations come from, if they are not numbers on the command line.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      Observations in the rows of a table, CSV or TSV with a header or NDJSON; - is standard input. --x names \
      their column, or the columns LOWER..UPPER of intervals, and formulas may use the others.
      """,
    completion: .file())
  var data: String?

  /// Whether there is a table.
  var isGiven: Bool { data != nil }

  @Option(
    help: "The column of weights: what the log likelihood of each row is multiplied with, from 0.",
    completion: ColumnCompletion.ofData)
  var weight: String?

  @Option(
    name: .customLong("log-likelihood"),
    help: """
      Instead of --likelihood: log p(x | z) of an observation, a formula in z, x and columns, as in \
      '-abs(x - z)'.
      """)
  var logLikelihoods: [String] = []

  func validate() throws {
    guard data != "" else { throw ValidationError("--data must be a path, got nothing") }
  }
}
