// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// Integrals of what only a logarithm can hold. Truths by mpmath with 30 digits, or in closed form.
@Suite struct LogIntegralTests {
  @Test func aLikelihoodOfManyFactorsDoesNotUnderflow() throws {
    let evidence = try integrate(
      logOf: { z in 40_000 * log(z) + 60_000 * log1p(-z) }, from: 0, to: 1)
    #expect(abs(evidence.value + 67306.7177906638052255) <= evidence.error)
    #expect(evidence.error < 1e-9 && evidence.suspicion == nil)
    #expect(abs(evidence.peak - 0.4) < 1e-3)
  }

  @Test(arguments: [(1e4, 1.0), (0, 1e-10), (-300, 1e-3), (2, 1e8)])
  func aNormalDensityOfAnyPlaceAndWidthIsFound(mean: Double, deviation: Double) throws {
    let integral = try integrate(
      logOf: { z in
        let distance = (z - mean) / deviation
        return 5000 - 0.5 * distance * distance
      }, from: -.infinity, to: .infinity)
    let truth = 5000 + 0.5 * log(2 * .pi) + log(deviation)
    #expect(
      integral.suspicion != nil || abs(integral.value - truth) <= integral.error, "\(integral)")
    if deviation >= 1 || mean == 0 { #expect(integral.suspicion == nil) }
  }

  @Test func aPeakAtAnEndIsNoDifficulty() throws {
    let slow = try integrate(logOf: { z in -z * 1e-10 }, from: 0, to: .infinity)
    #expect(abs(slow.value - log(1e10)) <= slow.error && slow.error < 1e-9)
    let cut = try integrate(logOf: { z in z < 2 ? -.infinity : -z * z }, from: 0, to: .infinity)
    #expect(abs(cut.value + 5.48572350225188279682) <= cut.error && cut.error < 1e-9)
  }

  @Test func everyEvaluationIsCounted() throws {
    var count = 0
    let bell = try integrate(
      logOf: { z in
        count += 1
        return -z * z
      }, from: -.infinity, to: .infinity)
    #expect(bell.evaluations == count)
  }

  @Test func nothingIsMinusInfinityAndSuspicious() throws {
    let nothing = try integrate(logOf: { _ in -.infinity }, from: 0, to: .infinity)
    #expect(nothing.value == -.infinity && nothing.suspicion != nil)
  }

  @Test func whatGrowsWithoutEndIsAnError() {
    #expect(throws: QuadratureError.self) {
      _ = try integrate(logOf: { z in z }, from: 0, to: .infinity)
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(logOf: { _ in .nan }, from: 0, to: 1)
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(logOf: { z in z }, from: 1, to: 0)
    }
  }
}
