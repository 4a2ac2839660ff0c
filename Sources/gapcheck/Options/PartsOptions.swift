// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// Whether rows have the parts of the ELBO, which take some times as long as the ELBO.
struct PartsOptions: ParsableArguments {
  @Flag(
    name: .customLong("parts"),
    help: "The parts of the ELBO too, and KL the other way round.")
  var isAsked = false

  /// Their columns; none where they are not asked for.
  var columns: [RecordColumn] { isAsked ? RecordColumn.parts : [] }
}
