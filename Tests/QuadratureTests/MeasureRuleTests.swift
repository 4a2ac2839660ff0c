// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Quadrature

@Suite struct MeasureRuleTests {
  /// A measure made of a rule with many nodes has the rules of the weight function.
  @Test(arguments: [
    GaussWeight.legendre(from: -1, to: 3), .hermite(center: 5, rate: 0.5, exponent: 0),
    .laguerre(from: 0, rate: 2, exponent: 0.5),
    .jacobi(from: 0, to: 1, lowerExponent: -0.5, upperExponent: 2),
  ]) func rulesAreThoseOfTheWeightFunction(weight: GaussWeight) throws {
    let fine = try GaussRule(weight, points: 100)
    let measure = MeasureRule(points: fine.nodes, masses: fine.weights, limit: 24)
    for count in [1, 2, 5, 12, 24] {
      let rule = try #require(measure.rule(count))
      let truth = try GaussRule(weight, points: count)
      let length = abs(truth.nodes[0]) + abs(truth.nodes[count - 1])
      for index in 0..<count {
        #expect(abs(rule.nodes[index] - truth.nodes[index]) <= 1e-13 * length)
        #expect(
          abs(rule.weights[index] - truth.weights[index])
            <= 1e-12 * truth.weights[index] + 1e-14 * fine.weights.reduce(0, +))
      }
    }
  }

  /// As many nodes as points are the points.
  @Test func noRuleHasMoreNodesThanPoints() throws {
    let measure = MeasureRule(points: [3, -1, 7], masses: [1, 2, 0.5], limit: 10)
    #expect(measure.limit == 3 && measure.rule(4) == nil && measure.rule(0) == nil)
    let rule = try #require(measure.rule(3))
    for (found, truth) in zip(rule.nodes, [-1.0, 3, 7]) { #expect(abs(found - truth) < 1e-14) }
    for (found, truth) in zip(rule.weights, [2, 1, 0.5]) { #expect(abs(found - truth) < 1e-14) }
  }

  @Test func noMassHasNoRule() {
    #expect(MeasureRule(points: [], masses: [], limit: 5).rule(1) == nil)
    #expect(MeasureRule(points: [1, 2], masses: [0, 0], limit: 5).rule(1) == nil)
  }
}
