// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// KL(q‖p) of every ordered pair of families against 30 digits: see Tests/Fixtures/README.md.
@Suite struct DivergenceTableTests {
  @Test func everyPairOfFamiliesIsRightOrInfinite() throws {
    var workspace = try Workspace()
    var wide: [String] = []
    let rows = try CSVTable(fixture: "kl_pairs", separator: ";").rows.map(\.cells)
    #expect(rows.count > 700)
    for cells in rows {
      let name = "\(cells[0])‖\(cells[1])"
      let (q, p) = (try DistributionSpec.parse(cells[0]), try DistributionSpec.parse(cells[1]))
      let found: Estimate
      do throws(InferenceError) {
        let divergence = try KullbackLeibler.divergence(from: q, to: p, workspace: &workspace)
        guard let finite = divergence.estimate else {
          #expect(cells[2] == "inf", "\(name): \(divergence)")
          continue
        }
        found = finite
      } catch {
        // E_q[z²²] of a Weibull distribution of shape 0.2.
        #expect(name == "weibull(0.2, 1.15)‖weibull(22.3, 1.39)", "\(name): \(error)")
        continue
      }
      guard cells[2] != "inf" else {
        Issue.record("\(name): \(found), but the truth is infinite")
        continue
      }
      #expect(found.covers(Truth(cells[2])), "\(name): \(found)")
      if found.error > 1e-10 * found.value { wide.append(name) }
    }
    #expect(wide.count <= 6, "\(wide)")
  }

  @Test func aKumaraswamyIsNotABeta() throws {
    var workspace = try Workspace()
    let found = try KullbackLeibler.divergence(
      from: try Kumaraswamy(a: 2, b: 2), to: try Beta(alpha: 2, beta: 2), workspace: &workspace)
    #expect(found.bounded.covers("0.0112015585585022846886535512023"))
    #expect(found.error <= 1e-12 * found.value)
  }
}
