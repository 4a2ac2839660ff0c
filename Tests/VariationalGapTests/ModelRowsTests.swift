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

  @Test(arguments: try CSVTable(fixture: "model_rows").rows)
  func evidenceAndMeanAreRight(_ test: CSVTable.Row) throws {
    func text(_ name: String) throws -> String { try #require(test[name]) }
    var workspace = try Workspace()
    let x = try #require(["x": Self.x, "k": Self.k, "y": Self.y][text("x")])
    let table = try DataTable([("w", Self.w), ("e", Self.e)])
    let rows = try ObservedRows(
      of: x, under: try LikelihoodSpec.parse(text("likelihood"), columns: table.names),
      columns: table)
    let model = try Model(prior: try DistributionSpec.parse(text("prior")), rows: [rows])
    let posterior = try model.posterior(workspace: &workspace)
    #expect(posterior.isVerified)
    #expect(
      posterior.logEvidence.covers(Truth(try text("log_evidence"))), "\(posterior.logEvidence)")
    #expect(posterior.logEvidence.error < 1e-10)
    let mean = try #require(try posterior.mean(workspace: &workspace).estimate)
    #expect(mean.covers(Truth(try text("mean"))), "\(mean)")
    #expect(mean.error < 1e-10)
    let gap = try posterior.gap(of: try DistributionSpec.parse(text("q")), workspace: &workspace)
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
