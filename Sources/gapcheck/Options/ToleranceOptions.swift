// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// What the status is asked to hold to.
struct ToleranceOptions: ParsableArguments {
  @Option(
    name: .customLong("tolerance"),
    help: "The relative error bound above which the status is 'roundoff'.")
  var text = "1e-10"

  func validate() throws {
    _ = try value()
  }

  /// The relative error bound.
  ///
  /// - Throws: `ValidationError`.
  func value() throws -> Double { try NumberArgument.positive(text, "--tolerance") }
}
