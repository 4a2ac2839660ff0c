// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Distributions

struct ExactSumTests {
  private func sum(_ values: [Double]) -> DoubleDouble {
    values.reduce(into: ExactSum()) { $0.add($1) }.value
  }

  static let sums: [(values: [Double], truth: Double)] = [
    ([1, 0x1p-200, -1], 0x1p-200), ([0x1p-300, 1, 0x1p200, -1, -0x1p200], 0x1p-300),
    ([0.1, 0.7, -0.1, -0.7], 0), ([], 0), ([-1, 1e-300, 1], 1e-300), ([1, .infinity], .infinity),
    ([-.infinity, 3, -.infinity], -.infinity),
  ]

  @Test(arguments: sums)
  func nothingIsLost(values: [Double], truth: Double) {
    #expect(sum(values) == DoubleDouble(truth))
    #expect(sum(values.reversed()) == DoubleDouble(truth))
  }

  @Test func infinitiesOfBothSignsHaveNoSum() {
    #expect(sum([.infinity, 1, -.infinity]).head.isNaN)
  }

  /// A coefficient that is 0 is 0 in any order: 1e-33 in front of e^(eᶻ) would be all that is left far out.
  @Test func termsThatCancelAreGone() {
    let third = Formula.constant(DoubleDouble(1) / DoubleDouble(3))
    let log = Formula.constant(.log(0.7))
    let growth = Formula.latent.applying(.exp).applying(.exp)
    let first = third * growth - log * growth - growth
    let second = growth + log * growth - third * growth
    let formula = first + 1 + second
    #expect(GatheredSum(formula).terms.isEmpty)
  }
}
