// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Models against 30 digits: see Tests/Fixtures/README.md.
@Suite struct ModelTableTests {
  static func rows() throws -> [[String]] {
    try CSVTable(fixture: "models", separator: ";").rows.map(\.cells)
  }

  private func model(_ cells: [String]) throws -> Model {
    if cells[1].contains("..") {
      return try Model(logJoint: cells[0], support: IntervalSpec.parse(cells[1]))
    }
    return try Model(
      prior: DistributionSpec.parse(cells[0]), likelihood: LikelihoodSpec.parse(cells[1]),
      observations: cells[2].split(separator: ",").compactMap { Double($0) })
  }

  @Test(arguments: try rows())
  func evidenceIsRightToTheLastDigits(cells: [String]) throws {
    var workspace = try Workspace()
    let posterior = try model(cells).posterior(workspace: &workspace)
    let evidence = posterior.logEvidence
    #expect(posterior.isVerified)
    #expect(evidence.covers(Truth(cells[3])))
    #expect(evidence.error <= 1e-12 * max(1, abs(evidence.value)))
    #expect(posterior.modes.count == Int(cells[9]), "\(posterior.modes)")
  }

  @Test(arguments: try rows())
  func momentsAndQuantilesLieWithinTheirBounds(cells: [String]) throws {
    var workspace = try Workspace()
    let posterior = try model(cells).posterior(workspace: &workspace)
    let mean = try posterior.mean(workspace: &workspace)
    let variance = try posterior.variance(workspace: &workspace)
    #expect((mean.estimate == nil) == (cells[4] == "none"))
    #expect((variance.estimate == nil) == (cells[5] == "none"))
    if let mean = mean.estimate { #expect(mean.covers(Truth(cells[4]))) }
    if let variance = variance.estimate {
      let sd = try #require(Double(cells[5]))
      #expect(abs(variance.value - sd * sd) <= variance.error + 4 * (sd * sd).ulp)
    }
    for (p, truth) in zip([0.025, 0.5, 0.975], cells[6...8]) where !truth.isEmpty {
      let quantile = try posterior.quantile(p, workspace: &workspace)
      #expect(quantile.covers(Truth(truth)), "\(p)")
      #expect(quantile.error <= 1e-9 * abs(quantile.value) + 1e-12, "\(p)")
    }
  }
}
