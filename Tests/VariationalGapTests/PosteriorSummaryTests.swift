// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import Testing
import VariationalGap

/// What `posterior` shows, where a part of it cannot be had.
@Suite struct PosteriorSummaryTests {
  /// E[z] is 1e309, and all quantiles are doubles.
  @Test func aMomentThatOverflowsLeavesTheRest() throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: "pareto(1e300, 1.000000001)", likelihood: "normal(0, 1)", observations: [1]
    ).posterior(workspace: &workspace)
    let found = PosteriorSummary(posterior, workspace: &workspace)
    #expect(found.mean == nil && found.standardDeviation == nil)
    #expect(found.quantiles.count == 5 && found.quantiles.allSatisfy { $0.value != nil })
    #expect(found.status == .ok && found.isComplete)
    #expect(found.reason?.contains("E[z | x] is too large for a double") == true)
  }
}
