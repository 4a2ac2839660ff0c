// SPDX-License-Identifier: GPL-3.0-or-later

import CFLINT
import Distributions
import TestSupport
import Testing

@testable import Certificate

/// Every function of a formula on balls, against mpmath at 20 points each, apart from the engine.
struct BallFunctionTests {
  static let functions: [String: ElementaryFunction] = [
    "exp": .exp, "expMinusOne": .expMinusOne, "log": .log, "logOnePlus": .logOnePlus,
    "logOnePlusMinus": .logOnePlusMinus, "softplus": .softplus, "inverseLogit": .inverseLogit,
    "scaledInverseLogit": .scaledInverseLogit, "todd": .todd, "toddSlope": .toddSlope,
    "logNormalCumulative": .logNormalCumulative, "logNormalRatio": .logNormalRatio,
    "scaledNormalHazard": .scaledNormalHazard, "errorFunction": .errorFunction,
    "logScaledBessel0": .logScaledBessel(order: 0),
    "logScaledBessel1": .logScaledBessel(order: 1), "sine": .sine,
    "inverseNormalCumulative": .inverseNormalCumulative, "cosine": .cosine,
    "arcTangent": .arcTangent,
    "hyperbolicTangent": .hyperbolicTangent,
    "logInverseCloglog": .logInverseCloglog, "squareRoot": .squareRoot, "square": .square,
    "magnitude": .magnitude, "sign": .sign,
    "logGamma": .logGamma, "polygamma0": .polygamma(order: 0), "polygamma1": .polygamma(order: 1),
    "polygamma2": .polygamma(order: 2),
  ]

  private let precision = Precision(bits: 240)

  /// A number as it stands in the table, right to 58 digits.
  private func truth(_ text: String) -> Ball {
    let value = Ball { _ = arb_set_str($0, text, 400) }
    let error = precision.product(precision.magnitude(value), Ball(1e-58))
    return precision.widened(value, by: precision.sum(error, Ball(1e-70)))
  }

  private func meet(_ a: Ball, _ b: Ball) -> Bool { !(a < b) && !(b < a) }

  private func rows() throws -> [(ElementaryFunction, CSVTable.Row)] {
    try CSVTable(fixture: "ball_functions").rows.map { row in
      (try #require(BallFunctionTests.functions[row["function"] ?? ""]), row)
    }
  }

  @Test func everyFunctionHasTwentyPoints() throws {
    let names = try CSVTable(fixture: "ball_functions")["function"]
    for name in BallFunctionTests.functions.keys {
      #expect(names.count { $0 == name } == 20, "\(name)")
    }
  }

  @Test func realValuesHoldTheTruth() throws {
    for (function, row) in try rows() where row.number("imaginary") == 0 {
      let value = precision.apply(function, Ball(row.number("real")))
      let truth = truth(row["value_real"] ?? "")
      #expect(meet(value, truth), "\(row)")
      let size = precision.sum(precision.magnitude(value), Ball(1e-9))
      #expect(precision.quotient(value.radius, size) < Ball(1e-55), "\(row)")
    }
  }

  @Test func complexValuesHoldTheTruth() throws {
    for (function, row) in try rows() {
      let (t, value) = (ComplexBall(), ComplexBall())
      acb_set_d_d(t.pointer, row.number("real"), row.number("imaginary"))
      let isKink = function == .magnitude || function == .sign
      value.apply(function, to: t, isAnalytic: !isKink, bits: 240)
      let real = Ball { arb_set($0, &value.pointer.pointee.real) }
      let imaginary = Ball { arb_set($0, &value.pointer.pointee.imag) }
      #expect(meet(real, truth(row["value_real"] ?? "")), "\(row)")
      #expect(meet(imaginary, truth(row["value_imaginary"] ?? "")), "\(row)")
      #expect(real.radius < Ball(1e-40), "\(row)")
    }
  }

  /// Rectangles around the points, and intervals around the real ones.
  @Test func enclosuresHoldTheTruth() throws {
    var random = SeededRandom(seed: 5)
    for (function, row) in try rows() {
      let radius = abs(row.number("real")) * Double.random(in: 0...0.4, using: &random)
      let (t, value) = (ComplexBall(), ComplexBall())
      acb_set_d_d(t.pointer, row.number("real"), row.number("imaginary"))
      mag_set_d(&t.pointer.pointee.real.rad, radius)
      mag_set_d(&t.pointer.pointee.imag.rad, radius)
      value.apply(function, to: t, isAnalytic: true, bits: 100)
      if value.isFinite {
        let real = Ball { arb_set($0, &value.pointer.pointee.real) }
        #expect(meet(real, truth(row["value_real"] ?? "")), "\(row)")
      }
      guard row.number("imaginary") == 0 else { continue }
      let middle = row.number("real")
      let width = Double.random(in: 0...3, using: &random)
      let range = Bounds(Ball(middle - width), Ball(middle + width))
      for interval in [
        range, Bounds(Ball(middle), .infinity), Bounds(.minusInfinity, Ball(middle)),
      ] {
        let bounds = precision.apply(function, interval)
        let truth = truth(row["value_real"] ?? "")
        #expect(!(truth < bounds.lower) && !(bounds.upper < truth), "\(row), \(width)")
      }
    }
  }

  /// On a branch cut or a kink a function is not analytic, and says so.
  @Test(arguments: [
    ElementaryFunction.log, .squareRoot, .magnitude, .sign, .logGamma, .logOnePlus, .toddSlope,
  ])
  func cutsAreNotAnalytic(_ function: ElementaryFunction) {
    let (t, value) = (ComplexBall(), ComplexBall())
    acb_set_d_d(t.pointer, function == .logOnePlus ? -1.5 : function == .toddSlope ? 0 : -0.5, 0)
    if function == .magnitude || function == .sign { acb_zero(t.pointer) }
    mag_set_d(&t.pointer.pointee.real.rad, 0.25)
    mag_set_d(&t.pointer.pointee.imag.rad, 0.25)
    value.apply(function, to: t, isAnalytic: true, bits: 100)
    #expect(!value.isFinite)
  }
}
