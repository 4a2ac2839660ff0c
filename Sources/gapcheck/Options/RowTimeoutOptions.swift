// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// How long a row may take.
struct RowTimeoutOptions: ParsableArguments {
  @Option(
    name: .customLong("row-timeout"),
    help: ArgumentHelp(
      "How many seconds of processor time a row may take; then its status is 'timeout'.",
      valueName: "seconds"))
  var text: String?

  func validate() throws {
    _ = try seconds()
  }

  /// In seconds; `nil` where a row may take any time.
  ///
  /// - Throws: `ValidationError`.
  func seconds() throws -> Double? {
    try text.map { try NumberArgument.positive($0, "--row-timeout") }
  }
}
