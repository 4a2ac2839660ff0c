// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@testable import VariationalGap

@Test func quadraticEngineReproducesTheSheetsExample() throws {
  var workspace = try Workspace()
  let model = LatentVariableModel(
    prior: try Exponential(rate: 1), likelihood: NormalLikelihood.unit)
  let posterior = try QuadraticPosterior(
    joint: #require(model.exponent(given: 2)), support: .positive, workspace: &workspace)
  #expect(abs(posterior.logEvidence.estimate.value - -1.67275377902345) < 1e-14)
}
