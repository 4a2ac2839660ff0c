// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// A list of golden values that is ready.
enum FixtureSet: String, ExpressibleByArgument, CaseIterable {
  /// The pairs that libraries have a KL for.
  case divergences = "kl"
  /// Models with a q.
  case models = "elbo"

  /// The rows, as CSV.
  var rows: String {
    switch self {
    case .divergences: FixtureSet.divergenceRows
    case .models: FixtureSet.modelRows
    }
  }
}
