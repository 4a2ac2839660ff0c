// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// A row of Tests/Fixtures/truncated.csv: a truncation, with its moments by mpmath: quadrature in 60 digits relative to
/// the mode.
struct TruncatedCase: CustomTestStringConvertible, Sendable {
  let base: String
  let lower: Double
  let upper: Double
  let mean: Double
  let variance: Double
  let entropy: Double
  let logMass: Double

  var testDescription: String { "\(base) T[\(lower), \(upper)]" }

  /// The distribution, and the log mass that it was normalised by.
  func distribution() throws -> any Distribution {
    try DistributionSpec.parse("\(base) T[\(lower), \(upper)]")
  }

  static func table() throws -> [TruncatedCase] {
    try CSVTable(fixture: "truncated").rows.map {
      TruncatedCase(
        base: try #require($0["base"]), lower: $0.number("lower"), upper: $0.number("upper"),
        mean: $0.number("mean"), variance: $0.number("variance"), entropy: $0.number("entropy"),
        logMass: $0.number("log_mass"))
    }
  }
}
