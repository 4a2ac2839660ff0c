// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@testable import VariationalGap

/// Bounds on ∫ f(1 + |w|) towards an infinite end, where w is the logarithm of a mixture: beside the integral itself.
@Suite struct WeightEndTests {
  private static let line = Coordinate(
    origin: DoubleDouble(0), direction: 1, isLogarithmic: false, lower: -.infinity,
    upper: .infinity, vanishing: [])

  /// f = exp(−rate·(z − edge)) from the edge on, and w = log(exp(a) + exp(b)) of two lines a, b.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let edge: Double
    let rate: Double
    /// Constant and slope of each line.
    let lines: [(Double, Double)]
    /// A lower bound on ∫ f(1 + |w|), which is short of it by as much as the other line adds.
    let least: Double
  }

  @Test(arguments: [
    Case(
      testDescription: "a constant below 0", edge: 2, rate: 1, lines: [(-100, -1), (-120, -2)],
      least: 103.99),
    Case(
      testDescription: "a slope", edge: 2, rate: 1, lines: [(0, -1), (0, -2)], least: 3.93),
    // w is 50 − z up to z = 50: more than the flat line, which bounds it from below alone.
    Case(
      testDescription: "a supremum", edge: 2, rate: 1, lines: [(50, -1), (0, -0.001)], least: 47.9),
    // log(2 cosh z) beside 0, where both lines are less than log 2.
    Case(
      testDescription: "as many parts", edge: 0.1, rate: 100, lines: [(0, 1), (0, -1)],
      least: 0.01 * (1 + 0.698)),
  ])
  func theLogarithmOfAMixtureIsBounded(_ example: Case) {
    let z = Formula.latent
    let density = CoordinateFunction(.number(-example.rate) * (z - .number(example.edge)))
    let mixture = Formula.logSumExp(example.lines.map { .number($0.0) + .number($0.1) * z })
    let weight = Weight(LatentFunction(mixture), in: Self.line, density: density)
    let stretch = Stretch(coordinate: 0, lower: example.edge, upper: .infinity)
    let end = weight.end(bare: EndMass(of: density, over: stretch), over: stretch)
    #expect(exponential(end.logBound) >= example.least, "\(exponential(end.logBound))")
    #expect(!end.isInfinite && exponential(end.logBound) < 5 * example.least)
  }
}
