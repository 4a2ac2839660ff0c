// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Foundation
import Quadrature
import Testing

/// A weight function, a local variable t(z), and the moments ∫ w(z) t(z)ᵏ dz in closed form.
struct GaussCase: CustomTestStringConvertible, Sendable {
  let weight: GaussWeight
  let local: @Sendable (Double) -> Double
  let moment: @Sendable (Double) -> Double

  var testDescription: String { "\(weight)" }

  /// 0 for odd k: the weight is symmetric in t.
  static func even(_ moment: @escaping @Sendable (Double) -> Double) -> @Sendable (Double) -> Double
  {
    { k in k.truncatingRemainder(dividingBy: 2) == 0 ? moment(k) : 0 }
  }

  static func beta(_ p: Double, _ q: Double) -> Double { tgamma(p) * tgamma(q) / tgamma(p + q) }

  /// Euler's integrals: every moment is a beta or a gamma function.
  static let all: [GaussCase] = [
    GaussCase(
      weight: .legendre(from: -1, to: 3), local: { ($0 - 1) / 2 },
      moment: even { k in 2 * 2 / (k + 1) }),
    GaussCase(
      weight: .chebyshevFirstKind(from: 0, to: 5), local: { ($0 - 2.5) / 2.5 },
      moment: even { k in beta((k + 1) / 2, 0.5) }),
    GaussCase(
      weight: .chebyshevSecondKind(from: 0, to: 5), local: { ($0 - 2.5) / 2.5 },
      moment: even { k in 6.25 * beta((k + 1) / 2, 1.5) }),
    GaussCase(
      weight: .gegenbauer(from: -2, to: 4, exponent: 0.75), local: { ($0 - 1) / 3 },
      moment: even { k in pow(3, 2.5) * beta((k + 1) / 2, 1.75) }),
    GaussCase(
      weight: .gegenbauer(from: -1, to: 1, exponent: -0.9), local: { $0 },
      moment: even { k in beta((k + 1) / 2, 0.1) }),
    GaussCase(
      weight: .jacobi(from: 1, to: 4, lowerExponent: -0.5, upperExponent: 1.5),
      local: { ($0 - 1) / 3 }, moment: { k in 9 * beta(k + 0.5, 2.5) }),
    GaussCase(
      weight: .laguerre(from: 2, rate: 3, exponent: 0.5), local: { 3 * ($0 - 2) },
      moment: { k in tgamma(k + 1.5) / pow(3, 1.5) }),
    GaussCase(weight: .laguerre(), local: { $0 }, moment: { k in tgamma(k + 1) }),
    GaussCase(
      weight: .hermite(center: -1, rate: 4, exponent: 1), local: { 2 * ($0 + 1) },
      moment: even { k in tgamma((k + 2) / 2) / 4 }),
    GaussCase(
      weight: .hermite(), local: { $0 }, moment: even { k in tgamma((k + 1) / 2) }),
    GaussCase(
      weight: .exponential(from: -3, to: 1, exponent: 2.5), local: { ($0 + 1) / 2 },
      moment: even { k in pow(2, 3.5) * 2 / (k + 3.5) }),
    GaussCase(
      weight: .rational(from: 1, shift: 2, exponent: 0.5, decay: -20), local: { ($0 - 1) / 3 },
      moment: { k in pow(3, -18.5) * beta(k + 1.5, 18.5 - k) }),
  ]
}

struct GaussRuleTests {
  @Test(arguments: GaussCase.all)
  func isExactUpToDegree2nMinus1(_ row: GaussCase) throws {
    for points in 1...6 {
      let rule = try GaussRule(row.weight, points: points)
      #expect(rule.nodes.count == points && rule.weights.count == points)
      #expect(rule.nodes == rule.nodes.sorted())
      #expect(rule.weights.allSatisfy { $0 > 0 })
      for degree in 0..<2 * points {
        let k = Double(degree)
        let sum = try rule.integrate { pow(row.local($0), k) }
        // An odd moment of a symmetric weight is a sum that cancels.
        let size = zip(rule.nodes, rule.weights).reduce(0.0) {
          $0 + $1.1 * abs(pow(row.local($1.0), k))
        }
        #expect(abs(sum - row.moment(k)) <= 2e-14 * size, "degree \(degree), \(points) points")
      }
      // 2n is one too many.
      let k = Double(2 * points)
      if case .rational = row.weight { continue }
      let sum = try rule.integrate { pow(row.local($0), k) }
      #expect(abs(sum - row.moment(k)) > 1e-6 * row.moment(k))
    }
  }

  /// Abramowitz, Stegun, table 25.4: the nodes that are not negative, and their weights.
  @Test(arguments: [
    [(0.57735026918962576451, 1.0)],
    [(0, 0.88888888888888888889), (0.77459666924148337704, 0.55555555555555555556)],
    [
      (0.33998104358485626480, 0.65214515486254614263),
      (0.86113631159405257522, 0.34785484513745385737),
    ],
    [
      (0, 0.56888888888888888889), (0.53846931010568309104, 0.47862867049936646804),
      (0.90617984593866399280, 0.23692688505618908751),
    ],
  ])
  func legendreIsTheTabulatedRule(_ half: [(node: Double, weight: Double)]) throws {
    let points = half.reduce(0) { $0 + ($1.node == 0 ? 1 : 2) }
    let rule = try GaussRule(.legendre(from: -1, to: 1), points: points)
    for (index, pair) in half.enumerated() {
      let upper = points - half.count + index
      for (place, sign) in [(upper, 1.0), (points - 1 - upper, -1.0)] {
        #expect(abs(rule.nodes[place] - sign * pair.node) <= 4e-16)
        #expect(abs(rule.weights[place] - pair.weight) <= 2e-15)
      }
    }
  }

  @Test func sumIsGSLsBitByBit() throws {
    let rule = try GaussRule(.laguerre(from: 1, rate: 2, exponent: 0.5), points: 20)
    let table = gsl_integration_fixed_alloc(cgsl_fixed_laguerre(), 20, 1, 2, 0.5, 0)
    defer { gsl_integration_fixed_free(table) }
    var function = gsl_function(function: { z, _ in cos(z) }, params: nil)
    var expected = 0.0
    gsl_integration_fixed(&function, &expected, table)
    #expect(try rule.integrate { cos($0) } == expected)
  }

  @Test(arguments: [
    (GaussWeight.legendre(from: 1, to: 1), "1.0"),
    (.legendre(from: 2, to: 1), "2.0"),
    (.legendre(from: 0, to: .infinity), "inf"),
    (.legendre(from: .nan, to: 1), "nan"),
    (.legendre(from: -1e308, to: 1e308), "1e+308"),
    (.chebyshevFirstKind(from: 0, to: 1e-17), "1e-17"),
    (.chebyshevSecondKind(from: 3, to: -3), "-3.0"),
    (.gegenbauer(from: 0, to: 1, exponent: -1), "-1.0"),
    (.jacobi(from: 0, to: 1, lowerExponent: -1.5, upperExponent: 0), "-1.5"),
    (.jacobi(from: 0, to: 1, lowerExponent: 0, upperExponent: .infinity), "inf"),
    (.jacobi(from: 0, to: 1, lowerExponent: 0, upperExponent: 200), "5.0"),
    (.laguerre(from: .infinity), "inf"),
    (.laguerre(rate: 0), "0.0"),
    (.laguerre(rate: .nan), "nan"),
    (.laguerre(exponent: -2), "-2.0"),
    (.laguerre(exponent: 1e3), "5.0"),
    (.hermite(center: .nan), "nan"),
    (.hermite(rate: -1), "-1.0"),
    (.hermite(exponent: -1), "-1.0"),
    (.exponential(from: 0, to: 1, exponent: .nan), "nan"),
    (.rational(from: .nan, shift: 1, exponent: 0, decay: -20), "nan"),
    (.rational(from: 1, shift: -1, exponent: 0, decay: -20), "-1.0"),
    (.rational(from: 1, shift: 1, exponent: 0, decay: -20), "1.0"),
    (.rational(from: 1, shift: 2, exponent: -3, decay: -20), "-3.0"),
    (.rational(from: 1, shift: 2, exponent: 0, decay: -10), "-10.0"),
    (.rational(from: 1, shift: 2, exponent: 0, decay: -.infinity), "-inf"),
  ])
  func parameterOutsideItsDomainIsNamed(_ weight: GaussWeight, value: String) {
    let error = #expect(throws: QuadratureError.self) { try GaussRule(weight, points: 5) }
    #expect(error?.description.contains(value) == true, "\(String(describing: error))")
  }

  @Test(arguments: [0, -1, 100_001, .max, .min])
  func numberOfPointsHasLimits(_ points: Int) {
    #expect(
      throws: QuadratureError.invalidParameter(
        name: "the number of points", value: Double(points), requirement: "from 1 to 100000")
    ) { try GaussRule(.laguerre(), points: points) }
  }

  @Test func nonFiniteValueNamesItsNode() throws {
    let rule = try GaussRule(.legendre(from: -1, to: 1), points: 5)
    var evaluations = 0
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: rule.nodes[2], value: .infinity)) {
      try rule.integrate { z in
        evaluations += 1
        return z == rule.nodes[2] ? .infinity : 1
      }
    }
    #expect(evaluations == 3)
  }

  @Test func errorOfTheIntegrandArrivesUnchanged() throws {
    let rule = try GaussRule(.hermite(), points: 8)
    for last in 1...8 {
      var evaluations = 0
      #expect(throws: Failure(number: last)) {
        try rule.integrate { z -> Double in
          evaluations += 1
          if evaluations == last { throw Failure(number: last) }
          return z
        }
      }
      #expect(evaluations == last)
    }
  }
}
