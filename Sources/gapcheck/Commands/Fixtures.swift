// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// `gapcheck fixtures`: golden values for the tests of other projects.
struct Fixtures: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Golden values with bounds, to copy into the tests of another project.",
    discussion: """
      A row of NDJSON, a JSON array, or CSV with a header has a model as in
      'gapcheck verify' (prior, likelihood, x, q; log_joint, support; q and p
      for KL; theta, x, phi), and may have a name, a note, and quantity: one,
      or several with blanks between them. By default a pair has kl, a model
      with a q log_evidence, elbo and kl, one without log_evidence, mean and
      sd. The quantities are those of verify.

      Every value has a bound on its error, what it is with its sign and
      direction, what the parameters of all distributions are, and how it
      came about: version, GSL's version, command. An infinite value is inf in
      CSV, "Infinity" in JSON.

      --set has a list that is ready: kl, the pairs that the KL registries of
      NumPyro, PyTorch and TFP have, and elbo, 40 models with a q.

      Examples:
        gapcheck fixtures --set kl --format csv > kl.csv
        gapcheck fixtures models.csv > golden.json
        echo '{"q":"gamma(3, 2)","p":"gamma(2, 1)"}' | gapcheck fixtures

      Exit status: 0, 1 if a value could not be had, 64 for wrong usage, 65
      for input that has no rows, 74 if input or output fails.
      """)

  @Argument(help: "The file with the rows (default: standard input).", completion: .file())
  var file: String?

  @Option(name: .customLong("set"), help: "Take a list that is ready: kl or elbo.")
  var list: FixtureSet?

  @Option(help: "The format of the output: json, ndjson or csv.")
  var format = StreamFormat.json

  @OptionGroup var rowTimeout: RowTimeoutOptions

  func validate() throws {
    guard file != "" else { throw ValidationError("the file must have a name, got nothing") }
    if let file, let list {
      throw ValidationError("give a file or --set, got \(file) and --set \(list.rawValue)")
    }
  }

  func run() throws {
    let rowTimeout = try rowTimeout.seconds
    let fixtures = try Failure.exits {
      let bytes = try list.map { Array($0.rows.utf8) } ?? WholeInput.read(file)
      let rows = try ClaimTable.read(bytes, needed: [])
      let truth = try ClaimTruth(tolerance: 1e-10, rowTimeout: rowTimeout)
      return rows.enumerated().flatMap { Fixture.all(of: $1, number: $0 + 1, truth) }
    }
    switch format {
    case .json: try StandardOutput.write(Fixtures.document(fixtures))
    case .ndjson:
      for fixture in fixtures {
        try StandardOutput.write(
          RowFormat.json(
            fixture, Fixture.fields + Fixture.provenance, infinity: .text))
      }
    case .csv: try ResultFormat.writeCSV(fixtures, Fixture.fields + Fixture.provenance)
    }
    if fixtures.contains(where: { $0.value == nil }) { throw ExitCode(1) }
  }

  /// One object: how the values came about, once, and a line for each.
  private static func document(_ fixtures: [Fixture]) -> String {
    let head = RowFormat.json(fixtures[0], Fixture.provenance).dropLast()
    let rows = fixtures.map { RowFormat.json($0, Fixture.fields, infinity: .text) }
    return "\(head),\"fixtures\":[\n\(rows.joined(separator: ",\n"))\n]}"
  }
}
