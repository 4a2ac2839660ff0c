// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@testable import VariationalGap

@Test func quadraticEngineReproducesTheSheetsExample() throws {
  var workspace = try Workspace()
  let posterior = try QuadraticPosterior(
    joint: #require(Model.normal(Exponential(rate: 1), x: 2).exponent), support: .positive,
    workspace: &workspace)
  #expect(abs(posterior.logEvidence.estimate.value - -1.67275377902345) < 1e-14)
}
