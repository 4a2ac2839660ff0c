// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// KL(q‖p) of distributions of counts against 40 digits: see Tests/Fixtures/README.md.
@Suite struct CountDivergenceTests {
  static func counts(_ text: String) throws -> CountDistribution {
    let law = try DistributionSpec.law(text)
    var found: CountDistribution?
    if case .counts(let counts) = law { found = counts }
    return try #require(found, "\(text)")
  }

  @Test func everyPairIsRightOrInfinite() throws {
    let rows = try CSVTable(fixture: "count_kl", separator: ";").rows.map(\.cells)
    #expect(rows.count >= 130)
    var wide: [String] = []
    for cells in rows {
      let name = "\(cells[0])‖\(cells[1])"
      let (q, p) = (try Self.counts(cells[0]), try Self.counts(cells[1]))
      let comparison = try CountDivergence.comparison(of: q, with: p)
      guard let found = comparison.divergence.estimate else {
        #expect(cells[2] == "inf", "\(name): \(comparison.divergence)")
        continue
      }
      guard cells[2] != "inf" else {
        Issue.record("\(name): \(found), but the truth is infinite")
        continue
      }
      #expect(found.covers(Truth(cells[2])), "\(name): \(found), not \(cells[2])")
      if let closedForm = CountDivergence.closedForm(from: q, to: p) {
        #expect(closedForm.covers(Truth(cells[2])), "\(name): \(closedForm) in closed form")
      }
      if found.error > 1e-10 * found.value, !comparison.isTight { wide.append(name) }
    }
    #expect(wide.count <= 3, "\(wide)")
  }

  @Test func aSpreadThatCannotBeSummedUpIsRefused() throws {
    let (q, p) = (try Self.counts("neg_binomial_2(1e10, 1)"), try Self.counts("poisson(3)"))
    #expect(throws: InferenceError.self) { try CountDivergence.comparison(of: q, with: p) }
    let other = try Self.counts("neg_binomial_2(2e10, 1)")
    #expect(try CountDivergence.comparison(of: q, with: other).divergence.estimate != nil)
  }

  /// No digit of μ/φ is where a double keeps its digits.
  @Test func wherePartsUnderflowTheBoundSaysSo() throws {
    for text in ["neg_binomial_2(3, 1e300)", "neg_binomial_2(3, 1e306)"] {
      let (q, p) = (try Self.counts(text), try Self.counts("poisson(3)"))
      // About (μ/φ)²/4.
      #expect(
        try CountDivergence.comparison(of: q, with: p).divergence.bounded.covers("0"), "\(text)")
      #expect(
        try CountDivergence.comparison(of: p, with: q).divergence.bounded.covers("0"), "\(text)")
    }
  }

  /// Of an s below the normal doubles the sum is left at once; its tail is all that there is: s log(s/r) − s + r.
  @Test(arguments: [
    ("poisson(3e-310)", "poisson(1e-320)", "6.93734230545633391714581450557e-309"),
    ("poisson(5e-309)", "poisson(1e-322)", "1.52774919125506361175712187525e-307"),
  ])
  func whatASumLeavesIsInItsBound(q: String, p: String, truth: String) throws {
    let comparison = try CountDivergence.comparison(of: Self.counts(q), with: Self.counts(p))
    let found = try #require(comparison.divergence.estimate)
    #expect(found.covers(Truth(truth)), "\(found)")
  }

  @Test func countsAndDensitiesAreInfinitelyFarApart() throws {
    var workspace = try Workspace()
    for (q, p) in [("poisson(3)", "normal(0, 1)"), ("normal(0, 1)", "poisson(3)")] {
      let comparison = try KullbackLeibler.comparison(
        of: try DistributionSpec.law(q), with: try DistributionSpec.law(p), workspace: &workspace)
      #expect(comparison.divergence.value == .infinity)
    }
  }
}
