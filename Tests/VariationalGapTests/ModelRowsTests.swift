// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// Models of many rows with covariates, against mpmath with 40 digits: the sums over the rows taken one by
/// one, the integral by `mp.quad` in steps of two standard deviations.
@Suite struct ModelRowsTests {
  static let count = 300
  static let w = rows { (i: Int) -> Double in Double(i * 37 % 101 - 50) / 25 }
  static let e = rows { (i: Int) -> Double in 0.5 + Double(i * 29 % 17) / 8 }
  static let x = rows { (i: Int) -> Double in Double(i * 61 % 97 - 40) / 16 }
  static let k = rows { (i: Int) -> Double in Double(i * 31 % 7) }
  static let y = rows { (i: Int) -> Double in
    let limit = 5 + Double(i * 37 % 101) / 30
    return Double(i * 7919 % 13) < limit ? 1 : 0
  }

  private static func rows(_ value: (Int) -> Double) -> [Double] { (0..<count).map(value) }

  struct Case: Sendable, CustomTestStringConvertible {
    let prior: String
    let likelihood: String
    let x: [Double]
    let logEvidence: Truth
    let mean: Truth
    let q: String

    var testDescription: String { likelihood }
  }

  static let cases = [
    Case(
      prior: "normal(0, 2)", likelihood: "bernoulli_logit(-0.5 + w*z)", x: y,
      logEvidence: "-225.0475397046045047417456117578",
      mean: "0.25881220033688467932658847980442", q: "normal(0.2588, 0.2)"),
    Case(
      prior: "normal(0, 10)", likelihood: "student_t(4, e*z, 1.5)", x: x,
      logEvidence: "-624.7195335849664558463008264826",
      mean: "0.27217637568151840646919141813391", q: "normal(0.27, 0.1)"),
    Case(
      prior: "gamma(2, 1)", likelihood: "poisson(e*z)", x: k,
      logEvidence: "-743.67482071593721310612933649006",
      mean: "2.0011104941699056079955580233204", q: "gamma(400, 200)"),
    Case(
      prior: "normal(0, 2)", likelihood: "poisson_log(1 + w*z)", x: k,
      logEvidence: "-649.77880203913991942480355943364",
      mean: "0.0028115587257026307314384206479688", q: "normal(0, 0.05)"),
  ]

  @Test(arguments: cases)
  func evidenceAndMeanAreRight(_ test: Case) throws {
    var workspace = try Workspace()
    let table = try DataTable([("w", Self.w), ("e", Self.e)])
    let rows = try ObservedRows(
      of: test.x, under: try LikelihoodSpec.parse(test.likelihood, columns: table.names),
      columns: table)
    let model = try Model(prior: try DistributionSpec.parse(test.prior), rows: [rows])
    let posterior = try model.posterior(workspace: &workspace)
    #expect(posterior.isVerified)
    #expect(posterior.logEvidence.covers(test.logEvidence), "\(posterior.logEvidence)")
    #expect(posterior.logEvidence.error < 1e-10)
    let mean = try #require(try posterior.mean(workspace: &workspace).estimate)
    #expect(mean.covers(test.mean), "\(mean)")
    #expect(mean.error < 1e-10)
    let gap = try posterior.gap(of: try DistributionSpec.parse(test.q), workspace: &workspace)
    #expect(gap.errorKind == .proven)
    #expect((gap.divergence.estimate?.value ?? 0) > 0)
    #expect((gap.divergence.estimate?.error ?? .infinity) < 1e-9)
  }

  /// Two halves of the data are the whole of it, and a weight of 2 is a row twice.
  @Test func rowsAddUp() throws {
    var workspace = try Workspace()
    let likelihood = try LikelihoodSpec.parse("student_t(4, z, 1.5)")
    let prior = try Normal(mean: 0, standardDeviation: 3)
    let half = Self.count / 2
    let parts = try [Array(Self.x[..<half]), Array(Self.x[half...])].map {
      try ObservedRows(of: $0, under: likelihood)
    }
    let whole = try ObservedRows(
      of: Self.x, under: likelihood, weights: [Double](repeating: 2, count: Self.count))
    let twice = try Model(prior: prior, rows: parts + parts).posterior(workspace: &workspace)
    let weighted = try Model(prior: prior, rows: [whole]).posterior(workspace: &workspace)
    let distance = abs(twice.logEvidence.value - weighted.logEvidence.value)
    #expect(distance <= twice.logEvidence.error + weighted.logEvidence.error)
  }
}
