// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Distributions

@Suite struct GatheredSumTests {
  /// 1/σ² at σ = 1e251 is no double: the two divisions are not made one, but what they do stays.
  @Test(arguments: [1e200, 1e251, 1e-251, 1e300])
  func aCoefficientThatNoDoubleHoldsIsNotMultipliedIn(_ scale: Double) {
    let z = Formula.latent
    let (scaled, inverse) = (z / .number(scale), Formula.number(1 / scale))
    let formulas: [Formula] = [
      scaled / .number(scale) - z, inverse * scaled - z, .number(3) * (inverse * (z * inverse)),
    ]
    let place = DoubleDouble(0.5 * scale)
    for formula in formulas {
      let value = formula(place).head
      let gathered = formula.gathered(place).head
      #expect(abs(gathered - value) <= 1e-15 * abs(value), "\(formula.gathered)")
    }
  }

  /// Thirds that sum to 1 cancel it, as no sum of their doubles does; 1e-30 beside them is kept where it stands alone.
  @Test func whatCancelsToItsRoundingIsNothing() {
    let z = Formula.latent
    let third = Formula.number(1) / .number(3)
    let sum = third * z + .number(2) * third * z - z
    #expect(GatheredSum(cancelling: sum).terms.isEmpty)
    let small: Formula = .number(1e-30) * z + z - z
    #expect(GatheredSum(cancelling: small).terms.map(\.coefficient.head) == [1e-30])
  }
}
