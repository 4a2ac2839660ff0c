// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A log density that is elementary in the coordinate of its support.
struct SmoothDensity: Sendable {
  let line: SmoothLine
  /// log f as a function of u, with the logarithm of dz/du.
  let sum: GatheredSum

  /// - Returns: `nil` where ``SmoothLine`` has no coordinate for the support, or the formula is not elementary in it.
  init?(_ logDensity: Formula, on support: Interval) {
    guard let line = SmoothLine(support), let sum = line.logDensity(logDensity) else { return nil }
    (self.line, self.sum) = (line, sum)
  }
}

/// Functions of u that are computed together: log densities, and behind them log p̃ − log q where there are two.
struct SmoothProgram {
  let program: FormulaProgram
  /// What is added to the values of the program.
  let constants: [DoubleDouble]
  /// log p̃ − log q.
  let weight: GatheredSum?

  init(_ density: GatheredSum) {
    program = FormulaProgram(density.variable)
    constants = [density.constant]
    weight = nil
  }

  init(_ target: GatheredSum, _ family: GatheredSum) {
    let weight = GatheredSum(target, minus: family)
    program = FormulaProgram([target.variable, family.variable, weight.variable])
    constants = [target.constant, family.constant, weight.constant]
    self.weight = weight
  }

  /// How many densities there are.
  var densities: Int { weight == nil ? 1 : 2 }

  /// A log density in doubles, to search with.
  func estimate(of density: Int, at u: Double) -> Double {
    program.estimate(of: density, at: u) + constants[density].head
  }

  /// The top of a density, as far as climbing from here and there finds it.
  func peak(of density: Int) -> Window.Peak? {
    Window.Peak(from: SmoothProgram.starts) { estimate(of: density, at: $0) }
  }

  private static let starts: [Double] = [0, -3, 3, -10, 10, -40, 40]
}
