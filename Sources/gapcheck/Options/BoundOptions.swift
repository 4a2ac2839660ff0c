// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import VariationalGap

/// Which bounds on log p(x) are asked for.
struct BoundOptions: ParsableArguments {
  @Option(help: "The numbers of draws of IWAE, at least 1, as in 1,5,50.")
  var samples = "2,5,50"

  @Option(help: "The orders of Renyi's bound, as in 0.5,2,-1; 0 and 1 are limits.")
  var alpha = "0.5"

  @Option(help: "The numbers of draws that Renyi's bounds are estimated by, as in 10,100.")
  var renyiSamples: String?

  @Option(help: "The orders of CUBO, positive, as in 2.")
  var order = "2"

  @Option(help: "The numbers of steps of TVO, from 1 to 1000, as in 2,5,50.")
  var steps: String?

  func validate() throws {
    _ = try kinds()
  }

  /// The bounds from below, log p(x), and the bounds from above.
  ///
  /// - Throws: `ValidationError`.
  func kinds() throws -> [EvidenceBound.Kind] {
    let orders = try NumberArgument.list(alpha, "--alpha", NumberArgument.finite)
    let draws = try NumberArgument.counts(samples, "--samples", upTo: 1_000_000_000)
    let estimated = try renyiSamples.map {
      try NumberArgument.counts($0, "--renyi-samples", upTo: 1_000_000_000)
    }
    let steps = try steps.map { try NumberArgument.counts($0, "--steps", upTo: 1000) } ?? []
    return [.elbo] + draws.map { .importance(samples: $0) } + orders.map { .renyi(order: $0) }
      + orders.flatMap { order in
        (estimated ?? []).map { .sampledRenyi(order: order, samples: $0) }
      } + steps.map { .thermodynamicLower(steps: $0) } + [.evidence]
      + (steps.isEmpty ? [] : [.thermodynamicIntegral])
      + steps.map { .thermodynamicUpper(steps: $0) } + [.eubo]
      + (try NumberArgument.list(order, "--order", NumberArgument.positive)).map {
        .cubo(order: $0)
      }
  }
}
