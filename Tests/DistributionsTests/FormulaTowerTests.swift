// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Functions of functions of functions: what each level is rewritten as has its argument more than once.
struct FormulaTowerTests {
  private static let levels: [@Sendable (Formula) -> Formula] = [
    { 1 / (1 + $0) }, { $0.applying(.hyperbolicTangent) }, { $0 * (1 - $0) },
    {
      ($0.applying(.inverseLogit)).applying(.log) - (1 - $0.applying(.inverseLogit)).applying(.log)
    },
  ]

  private func tower(_ level: (Formula) -> Formula, height: Int) -> Formula {
    (0..<height).reduce(.latent) { formula, _ in level(formula) }
  }

  @Test(arguments: levels.indices)
  func inTheLogarithmItsValuesStay(level: Int) {
    // The last two double by themselves.
    let formula = tower(FormulaTowerTests.levels[level], height: level < 2 ? 30 : 8)
    let range = Enclosure(from: -3, to: -1)
    let rewritten = formula.inLogarithm(over: range)
    for s in [-2.75, -1.5] {
      let z = Formula.latent.applying(.exp)(DoubleDouble(s))
      let (expected, value) = (formula(z).head, rewritten(DoubleDouble(s)).head)
      #expect(abs(value - expected) <= 1e-13 * abs(expected), "\(value), not \(expected)")
    }
  }

  /// 1/(1 + z) = z at the golden ratio less 1, and so with each level more.
  @Test(arguments: [1, 8]) func rootsAreFound(height: Int) {
    let argument = tower(FormulaTowerTests.levels[0], height: height) - .latent
    let roots = argument.applying(.magnitude).roots(in: .real).map(\.place.head)
    #expect(roots.contains { abs($0 - 0.6180339887498949) < 1e-15 }, "\(roots)")
  }
}
