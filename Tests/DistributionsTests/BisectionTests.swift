// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

struct BisectionTests {
  static let magnitudes: [Double] = [
    .leastNonzeroMagnitude, 0x1p-1030, 1e-200, 1e-20, 0.7, 3, 1e10, 1e200, 1.7e308,
  ]
  static let points = magnitudes + magnitudes.map { -$0 } + [0]

  /// From anywhere to any double, in few steps.
  @Test(arguments: points, points)
  func boundaryIsFoundToTheLastDigit(_ point: Double, _ start: Double) {
    var steps = 0
    let boundary = Bisection.boundary(in: .real, near: start) {
      steps += 1
      return $0 < point
    }
    #expect(boundary == point || boundary.nextUp == point, "\(boundary)")
    #expect(steps < 100)
  }

  /// Tails, whose square roots are nearly straight, take a dozen steps.
  @Test(arguments: [
    "normal(5, 1e-3)", "gamma(1e10, 3)",
  ])
  func smoothFunctionsTakeFewSteps(spec: String) throws {
    let q = try DistributionSpec.parse(spec)
    for p in [1e-30, 0.01, 0.2, 0.45] {
      var steps = 0
      let target = logarithm(p)
      let z = Bisection.boundary(in: q.support, near: q.quantile(0.5)) { z in
        steps += 1
        guard z > q.support.lower else { return -.infinity }
        let log = q.logProbability(from: -.infinity, to: z)
        let slope = (-log).squareRoot() + (-target).squareRoot()
        return log > -.infinity ? (log - target) / slope : -.infinity
      }
      let log = q.logProbability(from: -.infinity, to: z)
      #expect(abs(log - target) < 1e-9 * abs(target), "\(p) \(z)")
      #expect(steps < 30, "\(p) \(steps)")
    }
  }

  @Test func predicateThatDoesNotChangeGivesAnEnd() throws {
    let interval = try Interval(from: 5, to: 5.001)
    #expect(Bisection.boundary(in: interval, near: 5) { _ in true } == 5.001)
    #expect(Bisection.boundary(in: interval, near: 5) { _ in false } == 5)
    let largest = Double.greatestFiniteMagnitude
    #expect(Bisection.boundary(in: .real, near: 1) { _ in true } == largest)
    #expect(Bisection.boundary(in: .real, near: 1) { _ in false } == -largest)
  }
}
