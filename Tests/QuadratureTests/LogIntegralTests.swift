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

  /// Densities without bound at an end, and mass far from it: log Γ(k) + k log s, log B(p, q), in closed form.
  @Test(arguments: [(0.213, 0.1156), (0.223, 52.46), (0.692, 35.6), (0.759, 0.0035), (0.93, 1e6)])
  func aRootAtAnEndIsNoPeak(shape: Double, scale: Double) throws {
    let gamma = try integrate(
      logOf: { z in 6e4 + (shape - 1) * log(z) - z / scale }, from: 0, to: .infinity)
    let truth = 6e4 + lgamma(shape) + shape * log(scale)
    #expect(gamma.suspicion == nil && abs(gamma.value - truth) <= gamma.error, "\(gamma)")
    let other = 100 * scale + 2
    let beta = try integrate(
      logOf: { z in (shape - 1) * log(z) + (other - 1) * log1p(-z) }, from: 0, to: 1)
    let logBeta = lgamma(shape) + lgamma(other) - lgamma(shape + other)
    #expect(
      beta.suspicion != nil || abs(beta.value - logBeta) <= beta.error + 1e-11 * abs(lgamma(other)),
      "\(beta)")
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
