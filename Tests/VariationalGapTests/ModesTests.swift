// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing
import VariationalGap

@Suite struct ModesTests {
  /// Modes at round numbers, where cells of the search meet, and at an end of the support.
  @Test(arguments: [
    ("exponential(1)", "normal(z, 1)", [2.0], [1.0]),
    ("exponential(1)", "normal(z, 1)", [0.3], [0.0]),
    ("normal(0, 1)", "normal(z, 1)", [0], [0]),
    ("normal(0, 1)", "normal(z, 1)", [8], [4]),
    ("beta(2, 2)", "bernoulli(z)", [0, 1], [0.5]),
    ("gamma(3, 1)", "poisson(z)", [0], [1]),
    ("uniform(0, 5)", "exponential(z)", [0.25], [4]),
  ])
  func modesAreWhereTheyAre(
    prior: String, likelihood: String, x: [Double], modes: [Double]
  ) throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: try DistributionSpec.parse(prior), likelihood: try LikelihoodSpec.parse(likelihood),
      observations: x)
    #expect(try model.posterior(workspace: &workspace).modes == modes)
  }

  /// A KL that is no double's business is not tight.
  @Test func farApartIsNotTight() throws {
    var workspace = try Workspace()
    let q = try DistributionSpec.parse("weibull(0.31, 1)")
    let p = try DistributionSpec.parse("weibull(9.17, 1)")
    let comparison = try KullbackLeibler.comparison(of: q, with: p, workspace: &workspace)
    #expect(!comparison.isTight)
    // α/β, Γ: Gil, Alajaji and Linder, table 2.
    #expect(abs(comparison.divergence.value / 6.34543357811813e31 - 1) < 1e-12)
    #expect(comparison.divergence.bounded.relativeError < 1e-10)
  }
}
