// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@testable import VariationalGap

/// What `posterior` shows, where a part of it cannot be had.
@Suite struct PosteriorSummaryTests {
  /// The posterior of another engine, without its moments.
  private struct WithoutMoments: PosteriorEngine {
    let base: any PosteriorEngine
    let failure: InferenceError
    var target: FormulaComparison.Target { base.target }

    var logJoint: Formula { base.logJoint }
    var support: Interval { base.support }
    var logEvidence: Computed { base.logEvidence }
    var errorKind: ErrorKind { base.errorKind }
    var constantError: Double { base.constantError }
    var sharpLogEvidence: LogProbability { base.sharpLogEvidence }
    var modes: [Double] { base.modes }
    var mode: Double { base.mode }

    func logDensity(_ z: DoubleDouble) -> DoubleDouble { base.logDensity(z) }

    func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate? { throw failure }

    func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate? { throw failure }

    func standardDeviation(
      workspace: inout Workspace
    ) throws(InferenceError) -> Estimate? { throw failure }

    func cumulativeProbability(
      _ value: Double, workspace: inout Workspace
    ) throws(InferenceError) -> Estimate {
      try base.cumulativeProbability(value, workspace: &workspace)
    }

    func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
      try base.quantile(p, workspace: &workspace)
    }

    func gap(
      of family: some Distribution, workspace: inout Workspace
    ) throws(InferenceError) -> Gap {
      try base.gap(of: family, workspace: &workspace)
    }
  }

  @Test func aMomentThatOverflowsLeavesTheRest() throws {
    var workspace = try Workspace()
    let model = try Model(prior: "normal(0, 1)", likelihood: "normal(z, 1)", observations: [-3])
    let whole = try model.posterior(workspace: &workspace)
    let part = Posterior(
      of: model, by: WithoutMoments(base: whole.engine, failure: .overflow(quantity: "E[z | x]")))
    let expected = PosteriorSummary(whole, workspace: &workspace)
    let found = PosteriorSummary(part, workspace: &workspace)
    #expect(expected.status == .ok && expected.reason == nil && expected.mean != nil)
    #expect(found.mean == nil && found.standardDeviation == nil)
    #expect(found.quantiles == expected.quantiles)
    #expect(found.quantiles.allSatisfy { $0.value != nil })
    #expect(found.status == .ok && found.isComplete)
    #expect(found.reason?.contains("E[z | x] is too large for a double") == true)
  }
}
