// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// How long a row may take.
struct RowTimeoutOptions: ParsableArguments {
  @Option(
    name: .customLong("row-timeout"),
    help: ArgumentHelp(
      "How many seconds of processor time a row may take (default: 8); then its status is 'timeout'.",
      valueName: "seconds"))
  var text: String?

  func validate() throws {
    _ = try seconds
  }

  /// - Throws: `ValidationError`.
  var seconds: Double {
    get throws {
      try text.map { try NumberArgument.positive($0, "--row-timeout") } ?? TimeoutOptions.standard
    }
  }
}
