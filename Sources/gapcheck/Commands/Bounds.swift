// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck bounds`: bounds on log p(x) from below and from above.
struct Bounds: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bounds on log p(x): ELBO, IWAE, Renyi, TVO, EUBO, CUBO, each with its exact value.",
    discussion: """
      With w = p(x, z)/q(z) and z ~ q: IWAE_K is the mean of the log of the mean of
      K w; Renyi's VR_a is log(E[w^(1 - a)])/(1 - a); CUBO_n is log(E[w^n])/n;
      EUBO is the mean of log w under the posterior; TVO are the left and the
      right sum of the thermodynamic integral. With --renyi-samples also what
      an estimate of VR_a by K draws is on the average. Infinity is a theorem
      about tails, and the reason is given.

      Exit status: 0, 1 if bounds are in the wrong order by more than their
      errors or not all of the mass was shown to be covered, 2 if a number
      could not be had, 64 for wrong usage, 65 for a table that cannot be read.

      Examples:
        gapcheck bounds --theta 1 --x 2 --phi 0.8
        gapcheck bounds --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1 \\
          --q 'lognormal(0.5, 0.5)' --samples 1,10,1000000 --alpha 0.5,2,-1 \\
          --order 2,4 --steps 2,10
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

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

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var output: FormatOptions

  private func kinds() throws -> [EvidenceBound.Kind] {
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
      + steps.map { .thermodynamicUpper(steps: $0) } + [.eubo]
      + (try NumberArgument.list(order, "--order", NumberArgument.positive)).map {
        .cubo(order: $0)
      }
  }

  func validate() throws {
    _ = (try family.required(), try kinds())
  }

  func run() throws {
    let (q, kinds, tolerance) = (try family.required(), try kinds(), try tolerance.value())
    let model = try self.model.model()
    let report = try Failure.exits {
      try BoundsReport(model, q: q, kinds, tolerance: tolerance)
    }
    try report.write(as: output)
    if !report.isComplete { throw ExitCode(2) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
