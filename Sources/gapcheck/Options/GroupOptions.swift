// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options of a command that writes a row for each group, and their totals.
struct GroupOptions: ParsableArguments {
  @OptionGroup var rows: GroupingOptions

  @Flag(help: "Of groups write only the row of their totals: log p(x), ELBO and gap.")
  var totals = false

  /// Refuses options that do not go together.
  ///
  /// - Parameter data: the table, if there is one.
  /// - Throws: `ValidationError`.
  func grouping(of data: String?) throws -> GroupingOptions.Grouping {
    let grouping = try rows.grouping(of: data)
    guard grouping != .none || !totals else {
      throw ValidationError("--totals goes with --group or --each-row")
    }
    return grouping
  }
}
