// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// What makes random numbers the same again.
struct SeedOptions: ParsableArguments {
  @Option(name: .customLong("seed"), help: "The seed of the random numbers.")
  var value: UInt64 = 1
}
