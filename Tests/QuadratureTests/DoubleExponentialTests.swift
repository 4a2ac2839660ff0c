// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// Integrands that know their distance from the ends.
@Suite struct DoubleExponentialTests {
  @Test(arguments: [0, 0.5, 0.9, 0.99])
  func algebraicEndsHaveAllDigits(_ power: Double) throws {
    let truth = 1 / (1 - power)
    let lower = try integrate(from: 0, to: 1) { z, _ in pow(z, -power) }
    let upper = try integrate(from: 0, to: 1) { z, distance in
      pow(z > 0.5 ? distance : 1 - z, -power)
    }
    let shifted = try integrate(from: 1e6, to: 1e6 + 1) { z, distance in
      pow(z < 1e6 + 0.5 ? distance : 1 - distance, -power)
    }
    for integral in [lower, upper, shifted] {
      #expect(abs(integral.value - truth) <= 1e-13 * truth, "\(integral)")
      #expect(abs(integral.value - truth) <= integral.error && integral.suspicion == nil)
    }
  }

  @Test func logarithmicEndsToo() throws {
    let logarithm = try integrate(from: 0, to: 1) { z, _ in log(z) }
    #expect(abs(logarithm.value + 1) <= 1e-14)
    let both = try integrate(from: 0, to: 1) { z, _ in log(z) / z.squareRoot() }
    #expect(abs(both.value + 4) <= 1e-13)
  }

  /// Γ(1/100), by mpmath.
  @Test func halfTheLineHasBothEnds() throws {
    let gamma = try integrate(from: 0, to: .infinity) { z, _ in pow(z, -0.99) * exp(-z) }
    #expect(abs(gamma.value - 99.43258511915060371) <= 1e-12)
    for power in [1.5, 1.1, 1.01] {
      let tail = try integrate(from: 1, to: .infinity) { z, _ in pow(z, -power) }
      #expect(abs(tail.value * (power - 1) - 1) <= 1e-13, "\(tail)")
    }
    let down = try integrate(from: -.infinity, to: 2) { _, distance in exp(-distance) }
    #expect(abs(down.value - 1) <= 1e-14)
  }

  @Test func whatDivergesIsSaidToDiverge() throws {
    let lower = try integrate(from: 0, to: 1) { z, _ in 1 / z }
    #expect(lower.suspicion == .divergence(at: 0) && lower.error == .infinity)
    let upper = try integrate(from: 1, to: .infinity) { z, _ in 1 / z }
    #expect(upper.suspicion == .divergence(at: .infinity))
    let below = try integrate(from: 0, to: 1) { _, distance in 1 / distance }
    #expect(below.suspicion != nil)
  }

  @Test func structureIsNotForTheRuleAndItSaysSo() {
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 1) { z, _ in abs(z - 0.3) }
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 1) { z, _ in exp(-0.5 * pow((z - 0.3) / 1e-3, 2)) }
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: -.infinity, to: .infinity) { z, _ in exp(-z * z) }
    }
  }
}
