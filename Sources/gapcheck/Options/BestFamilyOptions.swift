// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The option that asks for the best member of a family.
struct BestFamilyOptions: ParsableArguments {
  @Option(
    name: .customLong("family"),
    help: "Instead of q its family, as in 'gamma': its best member is taken.",
    completion: CompletionScript.densities)
  var name: String?
}
