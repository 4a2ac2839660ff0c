// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Mixtures, zero-inflated and hurdle counts against 40 digits: see Tests/Fixtures/README.md.
@Suite struct MixtureTableTests {
  static func rows(_ kind: String) throws -> [[String]] {
    try CSVTable(fixture: "mixtures", separator: ";").rows.map(\.cells).filter { $0[0] == kind }
  }

  @Test(arguments: try rows("model"))
  func evidenceAndMeanAreRightToTheLastDigits(cells: [String]) throws {
    var workspace = try Workspace()
    let observations = cells[3].split(separator: ",").compactMap { Double($0) }
    let posterior = try Model(prior: cells[1], likelihood: cells[2], observations: observations)
      .posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(posterior.isVerified)
    #expect(evidence.covers(Truth(cells[4])))
    #expect(evidence.error <= 1e-12 * max(1, abs(evidence.value)))
    let mean = try #require(try posterior.mean(workspace: &workspace).estimate)
    #expect(mean.covers(Truth(cells[5])) && mean.error <= 1e-11)
  }

  @Test(arguments: try rows("divergence"))
  func divergencesAreRightToTheLastDigits(cells: [String]) throws {
    var workspace = try Workspace()
    let divergence = try KullbackLeibler.divergence(
      from: DistributionSpec.parse(cells[1]), to: DistributionSpec.parse(cells[2]),
      workspace: &workspace)
    let value = try #require(divergence.estimate)
    #expect(value.covers(Truth(cells[4])) && value.error <= 1e-12, "\(value)")
  }

  /// Rows of a file are summed over, and observations one by one are the same.
  @Test func manyObservationsAreThoseOneByOne() throws {
    var random = SeededRandom(seed: 7)
    let observations = (0..<40).map { _ in random.magnitude(-1, 1) }
    let text = "mixture(0.3, normal(z, 1), normal(0, 10))"
    let prior = try DistributionSpec.parse("normal(0, 5)")
    let likelihood = try LikelihoodSpec.parse(text)
    var workspace = try Workspace()
    let one = try Model(prior: prior, likelihood: likelihood, observations: observations)
      .posterior(workspace: &workspace).logEvidence
    let rows = try Model(
      prior: prior, rows: [try ObservedRows(of: observations, under: likelihood)]
    ).posterior(workspace: &workspace).logEvidence
    #expect(abs(one.value - rows.value) <= one.error + rows.error && rows.error < 1e-10)
  }
}
