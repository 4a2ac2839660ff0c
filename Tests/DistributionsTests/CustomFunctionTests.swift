// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

struct CustomFunctionTests {
  let arcTangent = CustomFunction(
    "atan", value: { DoubleDouble(atan($0.head)) }, derivative: { 1 / (1 + .square($0)) },
    enclosure: { $0.increasing(atan) })
  let sine = CustomFunction("sin") { sin($0) }

  @Test(arguments: [-1e9, -2, -1e-8, 0, 0.3, 5, 1e300])
  func aFunctionIsWhatItIsSaidToBe(_ z: Double) {
    let formula = 2 * Formula.latent.applying(.custom(arcTangent))
    let point = DoubleDouble(z)
    #expect(formula(point).head == 2 * atan(z))
    #expect(relativeError(formula.derivative()(point).head, 2 / (1 + z * z)) < 1e-15)
    let bounds = formula.enclosure(over: Enclosure(from: z, to: z + 1))
    #expect(bounds.contains(2 * atan(z)) && bounds.contains(2 * atan(z + 1)))
    #expect(bounds.upper - bounds.lower <= 2 * (atan(z + 1) - atan(z)) + 1e-14)
    let line = formula.enclosure(over: .wholeLine)
    #expect(line.upper >= .pi && line.lower <= -.pi && line.upper < 3.1416)
    #expect(formula.isEnclosed && formula.derivative().isEnclosed)
  }

  /// Without a derivative, a difference quotient; without an enclosure, anything.
  @Test(arguments: [0.3, 1, 2.5, 100])
  func aClosureHasItsValuesAlone(_ z: Double) {
    let formula = Formula.latent.applying(.custom(sine)) + .latent
    let (first, second) = (formula.derivative(), formula.derivative().derivative())
    #expect(formula(DoubleDouble(z)).head == sin(z) + z)
    #expect(abs(first(DoubleDouble(z)).head - cos(z) - 1) < 1e-8)
    #expect(abs(second(DoubleDouble(z)).head + sin(z)) < 1e-3)
    let guess = formula.enclosure(over: Enclosure(from: 0, to: 1))
    #expect(guess.contains(0) && guess.contains(sin(1) + 1) && guess.upper < 2)
    #expect(!formula.isEnclosed && !first.isEnclosed)
  }

  /// exp(x + iy), known by its values on the real line and its derivative.
  @Test(arguments: [(-1.0, 0.5, -0.25, 0.25), (2, 2.5, 0.1, 0.3), (0, 0, -1, 0)])
  func aFunctionIsFollowedOffTheRealLine(_ a: Double, _ b: Double, _ c: Double, _ d: Double) {
    let exponential = CustomFunction(
      "e", value: { .init(exp($0.head)) }, derivative: { .exp($0) },
      enclosure: { $0.increasing(exp) })
    let rectangle = ComplexEnclosure(
      real: Enclosure(from: a, to: b), imaginary: Enclosure(from: c, to: d))
    let bounds = Formula.latent.applying(.custom(exponential)).enclosure(over: rectangle)
    for (x, y) in [(a, c), (a, d), (b, c), (b, d), ((a + b) / 2, (c + d) / 2)] {
      #expect(bounds.real.contains(exp(x) * cos(y)))
      #expect(bounds.imaginary.contains(exp(x) * sin(y)))
    }
    // No function that has a pole there.
    let pole = ComplexEnclosure(
      real: Enclosure(from: -1, to: 1), imaginary: Enclosure(from: 0, to: 2))
    let formula = Formula.latent.applying(.custom(arcTangent))
    #expect(!formula.enclosure(over: pole).isDefined)
  }

  @Test func functionsAreEqualIfTheyAreTheSame() {
    let (a, b) = (Formula.latent.applying(.custom(sine)), Formula.latent.applying(.custom(sine)))
    #expect(a == b && a.derivative() == b.derivative() && a.derivative() != a)
    #expect(a.derivative().derivative() == b.derivative().derivative())
    #expect(a != Formula.latent.applying(.custom(CustomFunction("sin") { sin($0) })))
    #expect(Set([a, b]).count == 1)
    #expect("\(a) \(a.derivative())" == "sin(z) sin'(z)")
  }

  @Test func formulasAreWrittenWithTheUsualNames() throws {
    let z = Formula.latent
    let formula: Formula =
      .exp(-z) + .log(z) - .sqrt(z) / .pow(z, 1.5) + .abs(z - 3) * .log(onePlus: z)
    let text = try Formula.parse("exp(-z) + log(z) - sqrt(z)/z^1.5 + abs(z - 3)*log1p(z)")
    #expect(formula == text)
    #expect(.logGamma(z) + .softplus(z) == (try Formula.parse("lgamma(z) + log1p_exp(z)")))
    #expect(.inverseLogit(z) == (try Formula.parse("inv_logit(z)")))
    #expect(.expMinusOne(z) - .square(z) == (try Formula.parse("expm1(z) - z^2")))
  }
}
