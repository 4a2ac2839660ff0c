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
}
