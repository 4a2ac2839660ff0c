// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

/// Where arguments of logarithms, roots and absolute values are 0, and where they only seem to be.
struct FormulaRootTests {
  private func places(_ text: String, in support: Interval) throws -> [Double] {
    let formula = try Formula.parse(text)
    return Set(formula.roots(in: support).map(\.place.head)).sorted()
  }

  /// A sum that underflows, or is lost beside a larger number, is nowhere 0.
  @Test(arguments: [
    "abs(exp(z) + exp(2*z) - exp(z)/4)", "sqrt(exp(-exp(z)) - exp(-3*exp(z)))",
    "sqrt(3 - 3/(1 + exp(z)))",
    "log(2 - 2/(1 + exp(5*z - 7)))", "abs(1.5 - atan(z) - 1.5*exp(-exp(-z)))^0.5",
    "log(5 - 5*exp(-exp(z)))",
  ])
  func whatUnderflowsHasNoRoot(_ text: String) throws {
    for support in [Interval.real, try IntervalSpec.parse("-1000..1000")] {
      let places = try places(text, in: support)
      #expect(places.allSatisfy { abs($0) < 3 }, "\(text): \(places)")
    }
  }

  /// Both are 0 at 0.594/0.22, which is no double: the second through a sine that has no part in common with the first.
  @Test func whatVanishesAtOnePlaceIsNotLost() throws {
    let formula = try Formula.parse(
      "abs(0.22*z - 0.594) + abs((0.22*z - 0.594) + sin(0.44*z - 1.188))")
    let arguments = Set(
      formula.roots(in: try IntervalSpec.parse("2..3")).filter { abs($0.place.head - 2.7) < 1e-12 }
        .map(\.argument))
    #expect(arguments.count == 2, "\(arguments)")
  }

  /// Its only root is at ½ log 2, where doubles are 0 all around.
  @Test func whatUnderflowsBesideARootIsNoRoot() throws {
    #expect(try !places("abs(exp(z - 800) - 2*exp(-z - 800))", in: .real).contains(0))
  }

  @Test(arguments: [
    ("log(abs(exp(z) - 3))", "-inf..inf", [1.0986122886681098]),
    ("sqrt(1 - exp(-z))", "0..inf", [0]), ("sqrt(1 - exp(-1e-200*z))", "0..inf", [0]),
    ("log(exp(z) + exp(-z) - 2)", "-inf..inf", [0]),
    ("abs(z^2 - 1e-40)", "-inf..inf", [-1e-20, 1e-20]),
    ("sqrt(2 - exp(z - 1e6) - exp(1e6 - z))", "1e6..inf", [1e6]),
    ("abs(sin(z))^0.5", "-4..4", [-3.141592653589793, 0, 3.141592653589793]),
  ])
  func findsRoots(_ text: String, _ support: String, _ roots: [Double]) throws {
    let places = try places(text, in: try IntervalSpec.parse(support))
    for root in roots {
      #expect(places.contains { abs($0 - root) <= 1e-15 * abs(root) }, "\(text): \(places)")
    }
  }
}
