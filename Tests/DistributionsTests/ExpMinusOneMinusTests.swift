// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

struct ExpMinusOneMinusTests {
  @Test func tableIsReproducedTo1em15() throws {
    var worst = 0.0
    let table = try CSVTable(fixture: "expm1_minus").rows.map(\.numbers)
    #expect(table.count == 200)
    for row in table {
      // t²/2 below the smallest normal double has fewer digits: half a unit of the last.
      let error = abs(expMinusOneMinus(row[0]) - row[1])
      #expect(error <= 1e-15 * row[1] + .leastNonzeroMagnitude, "t \(row[0])")
      if row[1] > 1e-290 { worst = max(worst, error / row[1]) }
    }
    print("expm1_minus.csv, largest relative error:", worst)
  }

  @Test func itIsNeverNegative() {
    var random = SeededRandom(seed: 4)
    for _ in 0..<100_000 {
      let t = random.signedMagnitude(-323, 308)
      let value = expMinusOneMinus(t)
      #expect(value >= 0 && (value > 0 || abs(t) < 1e-161), "t \(t): \(value)")
    }
    for edge in [0.5, -0.5] {
      for t in [edge.nextDown, edge, edge.nextUp] {
        // e^½ − 1.5 and e^−½ − ½, where the two forms meet.
        let truth = t > 0 ? 0.14872127070012814685 : 0.10653065971263342360
        #expect(relativeError(expMinusOneMinus(t), truth) < 2e-15)
      }
    }
    #expect(expMinusOneMinus(0) == 0 && expMinusOneMinus(-.infinity) == .infinity)
    #expect(expMinusOneMinus(710) == .infinity && expMinusOneMinus(.infinity).isNaN == false)
    #expect(expMinusOneMinus(.nan).isNaN)
  }
}
