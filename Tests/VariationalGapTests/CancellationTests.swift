// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@testable import VariationalGap

/// Parameters that 31 digits cannot hold: the bound has to say so.
@Suite struct CancellationTests {
  @Test func aModeThatIsLostInRoundingIsInTheBound() throws {
    // x = 0: z ~ N(−61410.9, (2.3e-29)²), x | z ~ N(z, (5.7e17)²); log p(x) = log N(x; μ, σ² + τ²).
    var workspace = try Workspace()
    let evidence = try Model.normal(
      Normal(mean: -61410.9114166975, standardDeviation: 2.3069834785079678e-29),
      deviation: 5.735943179111026e17, x: 0
    ).posterior(workspace: &workspace).logEvidence
    #expect(abs(evidence.value - -41.8096373113389816) <= evidence.error, "\(evidence)")
  }

  @Test func aDifferenceThatIsLostInRoundingIsInTheBound() throws {
    // q is the prior, and the observation says next to nothing:
    // KL of two normal distributions that differ in the 12th digit, by mpmath at 80 digits.
    var workspace = try Workspace()
    let prior = try Normal(
      mean: 0.0001553210864645154, standardDeviation: 9.154119725934632e-05)
    let gap = try Model.normal(prior, deviation: 71119495.11161791, x: 7.865985817225018e-07)
      .posterior(workspace: &workspace)
      .gap(of: prior, workspace: &workspace)
    #expect(
      abs(gap.divergence.value - 4.5973054853270995002e-48) <= gap.divergence.error,
      "\(gap.divergence)")
  }
}
