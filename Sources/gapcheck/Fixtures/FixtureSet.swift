// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// A list of golden values that is ready.
enum FixtureSet: String, ExpressibleByArgument, CaseIterable {
  /// What the KL registries of NumPyro 0.22, PyTorch 2.13 and TFP 0.25 have and a spec can say, twice where the KL may
  /// be finite: each note says whose. Multivariate, categorical and ordered distributions, and Moyal's, have no spec;
  /// von Mises' is on an interval here and on a circle there, so that both have one location.
  case divergences = "kl"
  /// Forty models with a q: conjugate and not, with one and several observations, one and two modes, bounded and not.
  case models = "elbo"

  /// The rows, as CSV: the file that stands beside this one.
  var rows: String {
    switch self {
    case .divergences: String(decoding: PackageResources.kl_csv, as: UTF8.self)
    case .models: String(decoding: PackageResources.elbo_csv, as: UTF8.self)
    }
  }
}
