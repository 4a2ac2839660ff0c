// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// `--format` and `--digits` of a subcommand that shows results with bounds.
struct FormatOptions: ParsableArguments {
  @Option(help: "The format of the output: text, json, ndjson or csv.")
  var format = ResultFormat.text

  @OptionGroup var digits: DigitsOptions

  /// The style of text.
  var style: TextStyle { digits.style }

  /// Writes one record to standard output.
  func write<Record>(
    _ record: Record, _ fields: [Field<Record>], text: (Record, TextStyle) -> [String]
  ) throws {
    try format.write(record, fields) { text($0, style) }
  }
}
