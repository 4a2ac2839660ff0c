// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

@testable import Certificate

/// Intervals and truncated likelihoods by ball arithmetic against 40 digits: see Tests/Fixtures/README.md.
struct CensoredCertificateTests {
  private static let likelihoods: Set = [
    "weibull(1.5, exp(z))", "normal(z, 1) T[0, ]", "exponential(exp(z))", "poisson(exp(z)) T[1, ]",
    "binomial(10, z)",
  ]

  static func rows() throws -> [[String]] {
    try CSVTable(fixture: "censored", separator: ";").rows.map(\.cells)
      .filter { likelihoods.contains($0[1]) }
  }

  @Test(arguments: try rows())
  func evidenceIsEnclosed(cells: [String]) throws {
    let model = try CertifiedModel(
      prior: DistributionSpec.member(cells[0]), likelihood: LikelihoodSpec.parse(cells[1]),
      observations: cells[2].split(separator: ",").map { try Observation(notation: String($0)) })
    try CertificateTests.expect(
      Certificate(of: model, digits: 15).logEvidence(), cells[3], digits: 15)
  }
}
