// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import Testing
import VariationalGap

/// What is written outside of the package: a prior, a likelihood, a function. Truth by mpmath.
struct OpenDensityTests {
  /// √(c/2π) z^(−3/2) exp(−c/(2z)).
  struct Levy: Distribution {
    let scale: Formula
    var support: Interval { .positive }
    var formula: Formula {
      let z = Formula.latent
      return 0.5 * .log(scale / (2 * .constant(.pi))) - 1.5 * .log(z) - scale / (2 * z)
    }
  }

  /// Student's t of 3 degrees of freedom around z, up to a factor.
  struct Robust: Likelihood {
    func logDensity(of x: Double) -> Formula {
      -2 * .log(onePlus: .square(Formula(x) - .latent) / 3)
    }
  }

  @Test func aPriorAndALikelihoodOfOnesOwnHaveEveryAnswer() throws {
    var workspace = try Workspace()
    let model = try Model(
      prior: Levy(scale: 2), likelihood: Robust(), observations: [0.5, 1.5, 4])
    let posterior = try model.posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(abs(evidence.value + 4.0434500288638895128) <= evidence.error && evidence.error < 1e-11)
    let median = try posterior.quantile(0.5, workspace: &workspace)
    #expect(abs(median.value - 1.4360627351713245881) <= median.error && median.error < 1e-9)
    let gap = try posterior.gap(
      of: try LogNormal(location: 0.5, scale: 0.4), workspace: &workspace)
    let divergence = gap.divergence
    #expect(abs(divergence.value - 0.10910212696226962054) <= divergence.error)
    #expect(divergence.error < 1e-11)
    #expect(posterior.isVerified)
  }
}
