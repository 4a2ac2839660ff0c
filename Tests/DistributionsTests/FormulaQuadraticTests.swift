// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

@Suite struct FormulaQuadraticTests {
  private func exponent(
    _ text: String, on support: Interval = .real
  ) throws -> QuadraticExponent? {
    try Formula.parse(text, names: ["z": .latent]).quadraticExponent(on: support)
  }

  /// (η₁, η₂, value at 0), all of them doubles.
  @Test(arguments: [
    ("-0.5*((1.5 - (2*z + 1))/0.5)^2", 4.0, -8.0, -0.5),
    ("-z^2/2", 0, -0.5, 0),
    ("3 - 2*z", -2, 0, 3),
    ("-(z - 1)*(z - 1)", 2, -1, -1),
    ("(z - 1)*(3 - z)/2", 2, -0.5, -1.5),
    ("-z*z + 2*(z - z^2)", 2, -3, 0),
    ("-square(2*(z - 3) - z)", 12, -1, -36),
    ("-4*(z - 1)^2 + (z + 2)^2", 12, -3, 0),
    ("log(2) - log(2)*1 - z/4", -0.25, 0, 0),
    ("7", 0, 0, 7),
  ])
  func coefficientsAreThoseOfThePolynomial(
    text: String, linear: Double, quadratic: Double, constant: Double
  ) throws {
    let exponent = try #require(try exponent(text))
    let natural = exponent.naturalParameters
    #expect(natural.linear == DoubleDouble(linear) && natural.quadratic == DoubleDouble(quadratic))
    #expect(exponent(DoubleDouble(0)) == DoubleDouble(constant))
    #expect(exponent.constantError == 1e-16)
  }

  @Test(arguments: [
    "exp(z)", "z^3", "1/z", "abs(z)", "z*z*z", "(z^2)^2", "log(z^2)", "z^z", "2/(z*z)",
  ])
  func otherFormulasAreNone(text: String) throws {
    #expect(try exponent(text) == nil)
  }

  /// What holds on the support is left out; what does not, or may not, is kept, and no polynomial.
  @Test func conditionsAreThoseOfTheSupport() throws {
    let upper = try Interval(from: 1, to: 4)
    #expect(try exponent("-abs(z - 1)", on: upper)?.linear == DoubleDouble(-1))
    #expect(try exponent("-abs(z - 4)", on: upper)?.linear == DoubleDouble(1))
    #expect(try exponent("-abs(z - 1.5)", on: upper) == nil)
    let line = Formula.number(2) - 3 * .latent
    for (condition, isKept) in [
      (Formula.latent - 1, false), (4 - .latent, false), (.latent, false), (.latent - 1.5, true),
      (.latent - .number(1.0.nextUp), true), (3 - Formula.latent, true),
    ] as [(Formula, Bool)] {
      let exponent = line.restricted(toPositive: condition).quadraticExponent(on: upper)
      #expect((exponent == nil) == isKept, "\(condition)")
    }
    #expect(line.restricted(toPositive: .latent).quadraticExponent(on: .positive) != nil)
    #expect(line.restricted(toPositive: -.latent).quadraticExponent(on: .positive) == nil)
  }

  /// Every family's formula is recognised as what its own exponent says, and nothing else is.
  @Test func familiesAreRecognisedByTheirFormulas() throws {
    for text in [
      "normal(3, 0.25)", "normal(-1e6, 7)", "half_normal(4)", "exponential(0.3)",
      "normal(1, 2) T[0, ]", "exponential(2) T[1, 3]", "half_normal(1) T[, 2]",
    ] {
      let member = try DistributionSpec.parse(text)
      let own = try #require(member.exponent)
      let found = try #require(member.formula.quadraticExponent(on: member.support), "\(text)")
      for z in [-3, 0.1, 2.5, 1e4] {
        let at = DoubleDouble(z)
        let (first, second) = (own(at), found(at))
        let allowed = own.error(of: first, at: z) + found.error(of: second, at: z)
        #expect(abs((first - second).head) <= allowed, "\(text) \(z)")
        #expect(allowed <= 4e-15 * max(1, abs(first.head)))
      }
    }
    for text in ["gamma(2, 1)", "cauchy(0, 1)", "lognormal(0, 1)", "double_exponential(0, 1)"] {
      let member = try DistributionSpec.parse(text)
      #expect(member.formula.quadraticExponent(on: member.support) == nil, "\(text)")
    }
    // Flat, and linear where it is truncated.
    let flat = try DistributionSpec.parse("uniform(1, 3)")
    let exponent = try #require(flat.formula.quadraticExponent(on: flat.support))
    #expect(exponent.isFlat && abs((exponent.constant + .log(2)).head) <= 1e-16)
    let tail = try DistributionSpec.parse("double_exponential(0, 2) T[0, ]")
    #expect(tail.formula.quadraticExponent(on: tail.support)?.linear == DoubleDouble(-0.5))
  }

  /// Σ −½((x − z)/σ)² over many x far from 0: the minimum Σ −½((x − x̄)/σ)² keeps its digits.
  @Test func squaresOfManyCentresDoNotCancel() throws {
    let offset = 1e9
    let terms = (0..<1000).map { index in
      let x = offset + Double(index % 7)
      return -0.5 * ((.number(x) - .latent) / 0.25).applying(.square)
    }
    let exponent = try #require(Formula.total(of: terms).quadraticExponent(on: .real))
    let natural = exponent.naturalParameters
    #expect(natural.quadratic == DoubleDouble(-8000))
    // Of 0, …, 999 mod 7, 0 to 5 come 143 times and 6 142 times: Σ = 2997, Σ² = 12977.
    let sum = DoubleDouble(2997), squares = DoubleDouble(12977)
    let least = (squares - sum * sum / DoubleDouble(1000)) * -8
    let mean = DoubleDouble(offset) + sum / DoubleDouble(1000)
    let peak = exponent(mean)
    #expect(abs((peak - least).head) <= exponent.error(of: peak, at: mean.head))
    #expect(exponent.error(of: peak, at: mean.head) <= 1e-12)
    #expect(abs(exponent.slope(at: mean).head) <= exponent.cancellation(at: mean.head).slope)
    #expect(exponent.cancellation(at: mean.head).slope <= 1e-15)
  }

  /// The bounds hold for random polynomials of random magnitudes, against the formula itself in 31
  /// digits about a point where nothing cancels.
  @Test func boundsHoldForRandomPolynomials() throws {
    var source = try RandomSource(seed: 5)
    func number() -> Double {
      (source.uniform() - 0.5) * exponential(20 * (source.uniform() - 0.5))
    }
    for _ in 0..<500 {
      let (a, b, c, d) = (number(), number(), number(), number())
      let square = ((.number(a) * .latent + .number(b)) / .number(c)).applying(.square)
      let formula: Formula = .number(d) * square - (.number(b) - .latent) * .number(a) / 3
      guard let exponent = formula.quadraticExponent(on: .real) else { continue }
      for z in [number(), number()] {
        let truth = formula(DoubleDouble(z))
        let value = exponent(DoubleDouble(z))
        // Both sides round; the formula in the size of its two terms.
        let size = abs(d) * (abs(a * z) + abs(b)) * (abs(a * z) + abs(b)) / (c * c)
        let own = 0x1p-96 * (size + abs(a) * (abs(b) + abs(z)))
        #expect(
          abs((value - truth).head) <= exponent.error(of: value, at: z) + own, "\(formula) \(z)")
      }
    }
  }
}
