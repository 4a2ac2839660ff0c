// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// What the rows that a subcommand reads look like.
struct InputOptions: ParsableArguments {
  @Option(help: "The format of the input: csv, ndjson or json (default: by its first lines).")
  var inputFormat: StreamFormat?

  @Option(
    help: ArgumentHelp(
      "The columns of CSV that has no header, separated by commas.", valueName: "names"))
  var header: String?

  @Flag(help: "Write CSV without a header.")
  var noHeader = false

  @Option(
    help: ArgumentHelp(
      "Only write names and types of the output, of CSV with the columns of --header.",
      valueName: "json|ddl"))
  var schema: TableSchema.Format?

  func validate() throws {
    if let inputFormat, inputFormat != .csv {
      if header != nil, schema == nil {
        throw ValidationError("--header names the columns of CSV, got \(inputFormat.rawValue)")
      }
      guard !noHeader else {
        throw ValidationError("--no-header is of CSV, got \(inputFormat.rawValue)")
      }
    }
    if let header, header.contains(where: \.isNewline) {
      throw ValidationError("--header must be one line, got several")
    }
  }

  /// The columns of `--header`, as a line of CSV.
  var columns: ArraySlice<UInt8>? { header.map { Array($0.utf8)[...] } }
}
