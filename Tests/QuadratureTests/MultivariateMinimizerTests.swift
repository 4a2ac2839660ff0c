// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import Testing

struct MultivariateMinimizerTests {
  /// Rosenbrock's valley, and a bowl in one to four dimensions.
  @Test func minimumIsFound() throws {
    let valley = try MultivariateMinimizer().minimum(startingAt: [-1.2, 1], steps: [0.5, 0.5]) {
      (z: [Double]) -> Double in
      100 * (z[1] - z[0] * z[0]) * (z[1] - z[0] * z[0]) + (1 - z[0]) * (1 - z[0])
    }
    #expect(valley.location.allSatisfy { abs($0 - 1) < 1e-5 })
    #expect(valley.size <= 1e-7)
    for dimensions in 1...4 {
      let bowl = try MultivariateMinimizer().minimum(
        startingAt: Array(repeating: 3, count: dimensions),
        steps: Array(repeating: 1, count: dimensions)
      ) { (z: [Double]) -> Double in
        2 + z.enumerated().reduce(0) { $0 + ($1.1 - Double($1.0)) * ($1.1 - Double($1.0)) }
      }
      #expect(abs(bowl.value - 2) < 1e-12)
      for (index, z) in bowl.location.enumerated() { #expect(abs(z - Double(index)) < 1e-6) }
    }
  }

  @Test func whatCannotBeMinimisedIsNamed() {
    func message(
      _ minimizer: MultivariateMinimizer, _ start: [Double], _ steps: [Double],
      _ function: @escaping ([Double]) -> Double = { $0.reduce(0) { $0 + $1 * $1 } }
    ) -> String {
      do {
        return "\(try minimizer.minimum(startingAt: start, steps: steps, of: function))"
      } catch { return "\(error)" }
    }
    let standard = MultivariateMinimizer()
    #expect(message(standard, [], []).contains("number of steps"))
    #expect(message(standard, [1], [1, 2]).contains("number of steps"))
    #expect(message(standard, [.nan], [1]).contains("got nan"))
    #expect(message(standard, [1], [0]).contains("a step must be"))
    #expect(message(MultivariateMinimizer(size: 0), [1], [1]).contains("positive"))
    #expect(message(MultivariateMinimizer(iterationLimit: 0), [1], [1]).contains("at least 1"))
    #expect(message(MultivariateMinimizer(iterationLimit: 3), [9], [1]).contains("3 iterations"))
    #expect(message(standard, [1], [1]) { _ in .nan }.contains("is nan at z = [1.0]"))
  }

  private struct Stop: Error {}

  @Test func anErrorOfTheFunctionArrives() {
    var calls = 0
    #expect(throws: Stop.self) {
      try MultivariateMinimizer().minimum(startingAt: [1, 2], steps: [1, 1]) {
        (z: [Double]) throws -> Double in
        calls += 1
        if calls == 5 { throw Stop() }
        return z[0] * z[0]
      }
    }
    #expect(calls == 5)
  }
}
