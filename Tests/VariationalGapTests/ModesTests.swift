// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing
@testable import VariationalGap

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

  /// Where 1/σ² is no double, and where all that lies around 0 is as good as 0: one mode, half way to the observation.
  @Test(arguments: [1e-300, 1e-200, 1e-155, 1e-150, 1e-148, 1e150, 1e200])
  func aModeIsWhereItIsAtEveryScale(scale: Double) throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: "normal(0, \(scale))", likelihood: "normal(z, \(scale))", observations: [scale])
    let modes = try GeneralPosterior(
      logJoint: model.logJoint, support: model.support, workspace: &workspace
    ).modes
    #expect(modes.count == 1 && abs(modes[0] / scale - 0.5) < 1e-14, "\(modes)")
  }

  /// A density that jumps at 0 has modes beside it, and is not joined there.
  @Test func aJumpIsNoMode() throws {
    var workspace = try Workspace()
    let modes = try Model(logJoint: "(z > 0 ? 0 : 1) - abs(z)*1e160", support: .real)
      .posterior(workspace: &workspace).modes
    #expect(!modes.isEmpty && modes.allSatisfy { abs($0) < 1e-165 }, "\(modes)")
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
