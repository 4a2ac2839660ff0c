// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The options that say which products `factorize` compares.
struct PairOptions: ParsableArguments {
  @OptionGroup private var products: ProductOptions

  @Option(help: "The correlation of the first two normal q, between -1 and 1.")
  var correlation: String?

  @Option(help: "How many evaluations VEGAS may make, at least 10000.")
  var calls = 2_000_000

  @OptionGroup var seed: SeedOptions

  func validate() throws {
    let pairs = try pairs()
    guard (10_000...Int(Int32.max)).contains(calls) else {
      throw ValidationError("--calls must be from 10000 to \(Int32.max), got \(calls)")
    }
    guard let correlation else { return }
    guard let coefficient = Double(correlation), abs(coefficient) < 1 else {
      throw ValidationError(
        "--correlation must be a number between -1 and 1, got "
          + (correlation.isEmpty ? "nothing" : correlation))
    }
    let normals = pairs.filter { $0.q is Normal }.count
    guard normals >= 2 else {
      throw ValidationError("--correlation needs at least 2 normal --q, got \(normals)")
    }
  }

  /// The correlation, where one is given.
  var coefficient: Double? { correlation.flatMap(Double.init) }

  /// The pairs.
  ///
  /// - Throws: `ValidationError`.
  func pairs() throws -> [FactorizedDivergence.Pair] { try products.pairs() }
}
