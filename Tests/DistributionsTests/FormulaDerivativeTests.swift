// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import TestSupport
import Testing

struct FormulaDerivativeTests {
  static let functions: [ElementaryFunction] = [
    .exp, .expMinusOne, .log, .logOnePlus, .softplus, .inverseLogit, .scaledInverseLogit,
    .logNormalCumulative, .logNormalRatio, .errorFunction,
    .sine, .cosine, .arcTangent, .hyperbolicTangent, .squareRoot, .square, .magnitude, .sign,
    .logOnePlusMinus,
  ]

  /// (f(z + h) − f(z − h))/(2h).
  func difference(_ formula: Formula, _ z: Double, _ h: Double) -> DoubleDouble {
    let (z, h) = (DoubleDouble(z), DoubleDouble(h))
    return (formula(z + h) - formula(z - h)) / (h * 2)
  }

  /// Random formulas against central differences at several h: their error, which goes like h², and their
  /// rounding, like 1/h, are of the size of what they differ by. Differences that are not good to
  /// 10 digits decide nothing and are left out, as are values so small that a part may underflow.
  @Test(arguments: 1...4)
  func derivativeIsThatOfDifferences(depth: Int) {
    expectOfRandomFormulas(
      "derivatives", depth: depth, functions: Self.functions, seed: 200, moreThan: 5_000
    ) { formula, random in
      let z = random.signedMagnitude(-2, 1.5)
      let h = abs(z) * 0x1p-32
      let value = formula.derivative()(DoubleDouble(z))
      let differences = [1, 0.83, 0.61, 0.5].map { difference(formula, z, h * $0) }
      let last = differences[3]
      let spread = differences.map { abs(($0 - last).head) }.reduce(0, +)
      guard spread.isFinite, value.isFinite, spread <= 1e-10 * abs(last.head),
        abs(last.head) > 1e-100
      else { return 0 }
      // Four differences may by chance be rounded alike.
      let rounding = 0x1p-104 * abs(formula(DoubleDouble(z)).head) / h
      #expect(
        abs((value - last).head) <= 4 * spread + rounding + 1e-15 * abs(last.head),
        "\(formula) at \(z): \(value), by differences \(last)")
      return 1
    }
  }

  /// log Γ and ψ⁽ⁿ⁾, which have the digits of a double.
  @Test(arguments: [0.01, 0.7, 1, 1.46, 2, 3.5, 20, 1e4])
  func derivativeOfLogGammaIsThatOfDifferences(z: Double) {
    let logGamma = Formula.latent.applying(.logGamma)
    let first = logGamma.derivative()
    let fine = difference(logGamma, z, z * 0x1p-32).head
    #expect(abs(first(DoubleDouble(z)).head - fine) <= 1e-13 * (1 + abs(fine)))
    let second = first.derivative()
    let coarse = difference(first, z, z * 0x1p-14).head
    #expect(relativeError(second(DoubleDouble(z)).head, coarse) <= 1e-7)
  }

  @Test func derivativeByAParameter() {
    let formula = Formula.parameter(0).raised(to: 3) * .latent + .parameter(1)
    let (z, parameters) = (DoubleDouble(5), [DoubleDouble(2), DoubleDouble(7)])
    #expect(formula(z, parameters: parameters).head == 47)
    #expect(formula.derivative(by: .parameter(0))(z, parameters: parameters).head == 60)
    #expect(formula.derivative(by: .parameter(1)) == 1)
    #expect(formula.derivative()(z, parameters: parameters).head == 8)
    #expect(formula(z).head.isNaN)
  }
}
