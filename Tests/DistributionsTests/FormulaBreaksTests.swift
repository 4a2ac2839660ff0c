// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// ``Formula/breaks``: where to cut before integrating.
struct FormulaBreaksTests {
  @Test(arguments: [
    ("abs(z - 1.3)", [1.3]), ("-2*abs((z - 0.1)/0.3) + abs(4 - 2*z)", [0.1, 2]),
    ("abs(z^2 - 1)", []),
    ("exp(z)/abs(z)", [0]), ("z^2", []), ("abs(3)*z", []),
  ])
  func absoluteValuesHaveKinks(_ text: String, _ breaks: [Double]) throws {
    let formula = try Formula.parse(text, names: ["z": .latent])
    #expect(formula.breaks.sorted() == breaks)
  }

  @Test func likelihoodsHaveJumps() throws {
    let likelihood = try LikelihoodSpec.parse("uniform(z - 1, z + 0.5)")
    #expect(Set(try likelihood.logDensity(of: 2).breaks) == [1.5, 3])
    #expect(try DoubleExponential(location: 0.1, scale: 0.7).formula.breaks == [0.1])
    #expect(try Normal(mean: 0.1, standardDeviation: 0.7).formula.breaks.isEmpty)
  }
}
