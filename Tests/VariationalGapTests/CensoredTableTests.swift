// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Censored observations and truncated likelihoods against 40 digits: see Tests/Fixtures/README.md.
@Suite struct CensoredTableTests {
  static func rows() throws -> [[String]] {
    try CSVTable(fixture: "censored", separator: ";").rows.map(\.cells)
  }

  private func observations(_ text: String) throws -> [Observation] {
    try text.split(separator: ",").map { try Observation(notation: String($0)) }
  }

  @Test(arguments: try rows())
  func evidenceIsRightToTheLastDigits(cells: [String]) throws {
    var workspace = try Workspace()
    let posterior = try Model(
      prior: cells[0], likelihood: cells[1], observations: observations(cells[2])
    ).posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(posterior.isVerified)
    #expect(evidence.covers(Truth(cells[3])))
    #expect(evidence.error <= 1e-12 * max(1, abs(evidence.value)))
  }

  /// As rows of a table, in which the same kinds of ends are summed.
  @Test(arguments: try rows())
  func rowsAreTheSameModel(cells: [String]) throws {
    var workspace = try Workspace()
    let rows = try ObservedRows(
      of: observations(cells[2]), under: LikelihoodSpec.parse(cells[1]))
    let evidence = try Model(prior: DistributionSpec.parse(cells[0]), rows: [rows])
      .posterior(workspace: &workspace).logEvidence
    #expect(evidence.covers(Truth(cells[3])))
    #expect(evidence.error <= 1e-10 * max(1, abs(evidence.value)))
  }
}
