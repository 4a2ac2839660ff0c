// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// Integrals over boxes. Truths in closed form.
@Suite struct BoxTests {
  @Test(arguments: 2...5)
  func aProductIsAProduct(_ dimensions: Int) throws {
    let integral = try integrate(
      from: [Double](repeating: 0, count: dimensions),
      to: [Double](repeating: 1, count: dimensions)
    ) { z in
      var sum = 0.0
      for index in z.indices { sum += z[index] }
      return exp(-sum)
    }
    let truth = pow(1 - exp(-1), Double(dimensions))
    #expect(abs(integral.value - truth) <= integral.error, "\(integral)")
    #expect(integral.error <= 1e-8 * truth && integral.status == .converged)
  }

  @Test func infiniteSidesAndPeaks() throws {
    let bell = try integrate(from: [-.infinity, -.infinity], to: [.infinity, .infinity]) { z in
      exp(-z[0] * z[0] - z[1] * z[1])
    }
    #expect(abs(bell.value - .pi) <= bell.error && bell.error < 1e-7)
    let strip = try integrate(from: [0, 0], to: [1, .infinity]) { z in
      z[1] * exp(-z[1] - z[0] * z[1])
    }
    #expect(abs(strip.value - 0.5) <= strip.error && strip.error < 1e-8)
    let peak = try integrate(from: [0, 0], to: [1, 1], breakpoints: [[0.5], [0.5]]) { z in
      exp(-1e4 * ((z[0] - 0.5) * (z[0] - 0.5) + (z[1] - 0.5) * (z[1] - 0.5)))
    }
    #expect(abs(peak.value - .pi / 1e4) <= peak.error && peak.error < 1e-11)
  }

  @Test func aBudgetIsABudget() {
    let error = #expect(throws: QuadratureError.self) {
      _ = try integrate(from: [0, 0], to: [1, 1], budget: 1000) { z in
        1 / (z[0] * z[1]).squareRoot()
      }
    }
    guard case .notConverged(let best, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(best.evaluations <= 1000 && reason.contains("1000"))
  }

  @Test func whatIsAskedForWronglyIsAnError() throws {
    let wrong: [([Double], [Double], [[Double]])] = [
      ([0], [1], []), ([0, 0], [1], []), ([0, 0], [1, -1], []), ([0, .nan], [1, 1], []),
      ([0, 0], [1, 1], [[0.5]]), ([0, 0], [1, 1], [[2], []]),
      ([Double](repeating: 0, count: 7), [Double](repeating: 1, count: 7), []),
    ]
    for (lower, upper, breakpoints) in wrong {
      #expect(throws: QuadratureError.self) {
        _ = try integrate(from: lower, to: upper, breakpoints: breakpoints) { _ in 1 }
      }
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: [0, 0], to: [1, 1]) { z in 1 / (z[0] - 0.5) }
    }
    #expect(try integrate(from: [0, 0], to: [1, 1]) { _ in 0 }.suspicion != nil)
  }

  /// Jumps and kinks that cut across the box, between nodes and through them: the error holds, or is doubted.
  @Test(arguments: [0.25, 0.4276249957024043, 0.5985344441865802])
  func anEdgeAcrossTheBoxIsRightOrDoubted(_ radius: Double) throws {
    let cases: [(truth: Double, integrand: (Double, Double) -> Double)] = [
      (.pi * radius * radius / 4, { x, y in x * x + y * y < radius * radius ? 1 : 0 }),
      (1 + .pi * radius * radius / 4, { x, y in x * x + y * y < radius * radius ? 2 : 1 }),
      (radius * radius / 2, { x, y in x + y < radius ? 1 : 0 }),
      ((M_E - 1) * (M_E - 1) / 2, { x, y in x < y ? exp(x + y) : 0 }),
      (1.0 / 6, { x, y in max(0, x + y - 1) }), (1.0 / 3, { x, y in abs(x - y) }),
    ]
    for (index, (truth, integrand)) in cases.enumerated() {
      let integral = try integrate(
        from: [0, 0], to: [1, 1], tolerance: Tolerance(relative: 1e-6)
      ) { z in integrand(z[0], z[1]) }
      #expect(
        integral.suspicion != nil || abs(integral.value - truth) <= integral.error,
        "\(index): \(integral), \(truth)")
    }
  }

  @Test func aSecondLookMovesEveryNodeAndCountsThem() throws {
    var count = 0
    let strip = try integrate(
      from: [0, -.infinity, -.infinity], to: [1, .infinity, 0], breakpoints: [[0.5], [], []]
    ) { z in
      count += 1
      return exp(-z[0] - z[1] * z[1] + z[2])
    }
    let truth = (1 - exp(-1)) * Double.pi.squareRoot()
    #expect(strip.suspicion == nil && abs(strip.value - truth) <= strip.error, "\(strip)")
    #expect(strip.inspections > 0 && strip.evaluations + strip.inspections == count)
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: [0, 0], to: [1, 1], onSuspicion: .throw) { _ in 0 }
    }
    let unseen = try integrate(from: [0, 0], to: [1, 1], onSuspicion: .ignore) { z in z[0] * z[1] }
    #expect(unseen.inspections == 0 && abs(unseen.value - 0.25) <= unseen.error)
  }
}
