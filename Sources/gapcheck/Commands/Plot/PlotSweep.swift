// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `gapcheck plot sweep`.
struct PlotSweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "A column of a sweep's CSV against an axis, with a band for its error.",
    discussion: """
      FILE is the output of 'gapcheck sweep', or any CSV with a header. The
      axes are the columns before the results, whose numbers differ: the
      last one goes across, and the other one, if there are two, gives a
      line to each of its values. --against and --by choose; --at keeps the
      rows at a value of a column. Where the field has a column FIELD_error
      there is a band of that width.

      Examples:
        gapcheck sweep --theta 0.5,1 --x 0..3:31 --phi 1,2,4 > gaps.csv
        gapcheck plot sweep gaps.csv --at theta=1 --output gaps.svg
        gapcheck plot sweep gaps.csv --field elbo --against x --by theta \\
          --at phi=2 --output elbo.png
      """)

  @Argument(help: "The CSV of a sweep; - is standard input.", completion: .file())
  var file: String

  @Option(
    help: "The column that is drawn (default: gap, or kl in a sweep of pairs).",
    completion: ColumnCompletion.ofSweep)
  var field: String?

  @Option(help: "The column that goes across.", completion: ColumnCompletion.ofSweep)
  var against: String?

  @Option(help: "The column whose values have a line each.", completion: ColumnCompletion.ofSweep)
  var by: String?

  @Option(
    help:
      "Keep the rows of one value of a column, as in theta=1; several times for several columns.")
  var at: [String] = []

  @OptionGroup var plot: PlotOptions

  private func conditions() throws -> [SweepSelection.Condition] {
    try at.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw ValidationError("--at must be COLUMN=VALUE, as in theta=1, got \(text)")
      }
      return SweepSelection.Condition(
        column: String(parts[0]),
        value: try NumberArgument.finite(String(parts[1]), "the value of --at \(parts[0])"))
    }
  }

  func validate() throws {
    guard !file.isEmpty else { throw ValidationError("the file must have a name, got nothing") }
    _ = try conditions()
  }

  func run() throws {
    let selection = SweepSelection(
      field: field, against: against, by: by, conditions: try conditions())
    try plot.draw { canvas in
      let table = try SweepTable(file)
      return SweepScript.script(try SweepCurves(table, selection), for: canvas)
    }
  }
}
