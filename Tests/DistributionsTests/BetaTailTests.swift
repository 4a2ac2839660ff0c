// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Tails of beta distributions with large shapes, near the mean.
struct BetaTailTests {
  /// A row of Tests/Fixtures/beta_tails.csv.
  struct Row: Sendable {
    let (alpha, beta, z): (Double, Double, Double)
    let isLower: Bool
    let log: Double

    static func table() throws -> [Row] {
      try CSVTable(fixture: "beta_tails").rows.map {
        Row(
          alpha: $0.number("alpha"), beta: $0.number("beta"), z: $0.number("z"),
          isLower: $0["tail"] == "lower", log: $0.number("log_mass"))
      }
    }
  }

  @Test(arguments: try Row.table())
  func tailsNearTheMeanAreThoseOfMpmath(row: Row) throws {
    let q = try Beta(alpha: row.alpha, beta: row.beta)
    let tail = (row.isLower ? q.logCumulative(row.z) : q.logSurvival(row.z)).head
    #expect(abs(tail - row.log) <= q.tailError * max(1, abs(row.log)), "\(tail)")
    let other = (row.isLower ? q.logSurvival(row.z) : q.logCumulative(row.z)).head
    #expect(abs(exponential(tail) + exponential(other) - 1) <= 1e-12)
  }

  @Test(arguments: [(1e10, 1e10), (1e16, 1e16), (2e6, 5e9)])
  func quantilesOfLargeShapesInvertTheTails(alpha: Double, beta: Double) throws {
    let q = try Beta(alpha: alpha, beta: beta)
    for p in [1e-200, 1e-20, 0.01, 0.3, 0.4999, 0.5, 0.7] {
      let z = q.quantile(p)
      let isBelow = p < 0.5
      let target = isBelow ? logarithm(p) : logarithm(onePlus: -p)
      let around = [z.nextDown.nextDown, z.nextUp.nextUp].map {
        (isBelow ? q.logCumulative($0) : q.logSurvival($0)).head
      }
      let noise = 1e-12 * max(1, abs(target))
      let (low, high) = (min(around[0], around[1]), max(around[0], around[1]))
      #expect(low - noise <= target && target <= high + noise, "\(p) \(z)")
    }
  }
}
