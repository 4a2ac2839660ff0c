// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

/// Doubles that know what rounding has made of them.
@Suite struct RoundedDoubleTests {
  private static let functions: [ElementaryFunction] = [
    .exp, .expMinusOne, .log, .logOnePlus, .softplus, .inverseLogit, .todd, .logInverseCloglog,
    .square, .squareRoot, .logTiltedMoment(order: 2.5),
  ]

  /// To first order: where the bound is small, 31 digits lie within it.
  @Test func boundsHoldWhatRoundingHasDone() {
    var random = SeededRandom(seed: 31)
    var (count, tight) = (0, 0)
    for _ in 0..<20_000 {
      let formula = random.formula(depth: 4, functions: Self.functions)
      guard formula.isElementary else { continue }
      let z = random.signedMagnitude(-3, 3)
      let value = FormulaProgram(formula).roundedValues(at: [z])[0]
      let truth = formula(DoubleDouble(z))
      guard value.value.isFinite, truth.isFinite, value.error < 1e-4 * abs(value.value) else {
        continue
      }
      let difference = abs((truth - DoubleDouble(value.value)).head)
      #expect(
        difference <= value.error * 1.001 + 1e-28 * abs(truth.head),
        "\(formula) at \(z): \(value), \(truth.head)")
      count += 1
      if value.error < 1e-12 * abs(value.value) { tight += 1 }
    }
    #expect(count > 2000)
    #expect(tight > 1000)
  }

  @Test func whatItDoesNotKnowIsNotElementary() {
    for formula in [
      Formula.latent.applying(.magnitude), Formula.latent.applying(.logGamma),
      Formula.latent.raised(to: 0.5), Formula.latent.restricted(toPositive: 1 - .latent),
    ] {
      #expect(!formula.isElementary, "\(formula)")
      let value = FormulaProgram(formula).roundedValues(at: [0.25])[0]
      #expect(!(value.error < .infinity), "\(formula)")
    }
  }
}
