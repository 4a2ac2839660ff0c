// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

/// The functions of a formula, in numbers of 31 digits.
struct DoubleDoubleFunctionTests {
  /// The names in double_double.csv, each with its relative error.
  static let functions: [(name: String, function: ElementaryFunction, error: Double)] = [
    ("exp", .exp, 1e-30), ("expm1", .expMinusOne, 1e-30), ("log", .log, 1e-30),
    ("log1p", .logOnePlus, 1e-30), ("log1p_minus", .logOnePlusMinus, 1e-29),
    ("log1p_exp", .softplus, 1e-30),
    ("inv_logit", .inverseLogit, 1e-30), ("sqrt", .squareRoot, 1e-30), ("square", .square, 1e-30),
    ("lgamma", .logGamma, 1e-29),
    ("digamma", .polygamma(order: 0), 1e-13), ("trigamma", .polygamma(order: 1), 1e-13),
    ("tetragamma", .polygamma(order: 2), 1e-13), ("pentagamma", .polygamma(order: 3), 1e-13),
  ]

  /// The rows of one function: its name is no number, nor is an exponent that is not there.
  func rows(of name: String) throws -> [[Double]] {
    try CSVTable(fixture: "double_double").rows.filter { $0["function"] == name }
      .map { Array($0.numbers.dropFirst()) }
  }

  func number(_ head: Double, _ tail: Double) -> DoubleDouble {
    DoubleDouble(head) + DoubleDouble(tail)
  }

  @Test(arguments: functions)
  func tableIsReproduced(name: String, function: ElementaryFunction, error: Double) throws {
    let formula = Formula.latent.applying(function)
    var worst = 0.0
    let table = try rows(of: name)
    #expect(table.count > 40)
    for row in table {
      let value = formula(number(row[0], row[1]))
      let distance = value.distance(fromHead: row[4], tail: row[5])
      // lgamma's zeros are at 1 and 2, digamma's at 1.46.
      let slack = name == "lgamma" ? 1e-30 : name == "digamma" ? 1e-15 : 0
      #expect(distance <= error * abs(row[4]) + slack, "\(name)(\(row[0]) + \(row[1])) = \(value)")
      worst = max(worst, distance / (abs(row[4]) + slack / error))
    }
    print("double_double.csv, \(name), largest relative error:", worst)
  }

  /// ψ(a) − ψ(b) of numbers is a number that keeps its digits, as in the score of Student's t by ν.
  @Test(arguments: [
    (5e16, 0.5, 1e-17, -6.654242405462165e-34),
    (17.5, 2.75, 0.14990283174662372, -9.942883419146365e-18),
    (2.5, 0.5, 0.21962769445322394, 9.373502122754107e-18),
  ])
  func aDifferenceOfDigammasHasItsDigits(
    _ b: Double, _ step: Double, _ head: Double, _ tail: Double
  ) {
    let (p, ψ) = (Formula.parameter(0), ElementaryFunction.polygamma(order: 0))
    let formula = ((p + .number(step)).applying(ψ) - p.applying(ψ)).setting([b])
    let value = formula(DoubleDouble(0))
    #expect(value.distance(fromHead: head, tail: tail) <= 1e-28 * head, "\(value)")
  }

  @Test func powersAreReproduced() throws {
    var worst = 0.0
    let table = try rows(of: "pow")
    #expect(table.count > 40)
    for row in table {
      let formula = Formula.latent.raised(to: .constant(number(row[2], row[3])))
      let value = formula(number(row[0], row[1]))
      let error = value.distance(fromHead: row[4], tail: row[5]) / abs(row[4])
      let size = 1 + abs(log(abs(row[4])))
      #expect(error <= 1e-30 * size, "(\(row[0]) + \(row[1]))^(\(row[2]) + \(row[3])) = \(value)")
      worst = max(worst, error / size)
    }
    print("double_double.csv, pow, largest relative error a unit of the logarithm:", worst)
  }

  /// Limits, poles, domains: the head, with a tail of 0.
  @Test(
    arguments: [
      (.exp, -.infinity, 0), (.exp, -1e4, 0), (.exp, 0, 1), (.exp, 800, .infinity),
      (.exp, 709.7, 1.6549840276802644e308), (.exp, .infinity, .infinity),
      (.expMinusOne, -.infinity, -1), (.expMinusOne, 0, 0), (.expMinusOne, 800, .infinity),
      (.expMinusOne, .infinity, .infinity),
      (.log, 0, -.infinity), (.log, 1, 0), (.log, .infinity, .infinity), (.log, -1, .nan),
      (.log, -.infinity, .nan), (.log, .leastNonzeroMagnitude, -744.4400719213812),
      (.log, .greatestFiniteMagnitude, 709.782712893384),
      (.logOnePlus, -1, -.infinity), (.logOnePlus, 0, 0), (.logOnePlus, .infinity, .infinity),
      (.logOnePlus, -2, .nan),
      (.softplus, -.infinity, 0), (.softplus, .infinity, .infinity), (.softplus, 1e300, 1e300),
      (.inverseLogit, -.infinity, 0), (.inverseLogit, 0, 0.5), (.inverseLogit, .infinity, 1),
      (.inverseLogit, -1e300, 0), (.inverseLogit, 1e300, 1),
      (.squareRoot, 0, 0), (.squareRoot, 4, 2), (.squareRoot, .infinity, .infinity),
      (.squareRoot, -1, .nan), (.squareRoot, .greatestFiniteMagnitude, 1.3407807929942596e154),
      (.square, -.infinity, .infinity), (.square, 1e200, .infinity), (.square, -3, 9),
      (.magnitude, -.infinity, .infinity), (.sign, -.infinity, -1), (.sign, 0, 0), (.sign, 2, 1),
      (.logGamma, 0, .nan), (.logGamma, -0.5, .nan), (.logGamma, 1, 0), (.logGamma, 2, 0),
      (.logGamma, .infinity, .infinity), (.logGamma, 1e300, 6.897755278982137e302),
      (.logGamma, 1e307, .infinity), (.logGamma, .leastNonzeroMagnitude, 744.4400719213812),
      (.polygamma(order: 0), 0, .nan), (.polygamma(order: 1), -1, .nan),
      (.polygamma(order: 0), .infinity, .infinity), (.polygamma(order: 1), .infinity, 0),
      (.polygamma(order: 1), 1e200, 1e-200), (.polygamma(order: 1), 1e-200, .infinity),
      (.polygamma(order: 2), 1e-200, -.infinity), (.polygamma(order: 30), 1, .nan),
    ] as [(ElementaryFunction, Double, Double)])
  func limits(_ function: ElementaryFunction, _ argument: Double, _ head: Double) {
    let value = Formula.latent.applying(function)(DoubleDouble(argument))
    #expect(
      value.head.isNaN == head.isNaN && (head.isNaN || relativeError(value.head, head) < 1e-15))
    #expect(value.head.isFinite || value.tail == 0)
    #expect(Formula.latent.applying(function)(DoubleDouble(.nan)).head.isNaN)
  }

  @Test(
    arguments: [
      (0, 2, 0), (0, 0.5, 0), (0, 0, 1), (0, -2.5, .infinity), (0, -3, .infinity), (-2, 3, -8),
      (-2, -1, -0.5), (-2, 0.5, .nan), (-1, 101, -1), (-1, 1e300, 1), (1, .infinity, 1),
      (2, 1024, .infinity), (2, .infinity, .infinity), (2, -.infinity, 0), (.infinity, -1.5, 0),
      (.infinity, 1.5, .infinity), (.nan, 100, .nan), (.nan, 3, .nan), (2, .nan, .nan),
      (1e-150, -2, 1e300),
    ] as [(Double, Double, Double)])
  func powers(_ base: Double, _ exponent: Double, _ head: Double) {
    let value = Formula.latent.raised(to: .number(exponent))(DoubleDouble(base))
    #expect(
      value.head.isNaN == head.isNaN && (head.isNaN || relativeError(value.head, head) < 1e-15))
    #expect(value.head.isFinite || value.tail == 0)
  }

  /// Arithmetic of anything, infinities and extremes among it: the head that doubles give, where that is
  /// not finite, and never a NaN beside a head that is a number.
  @Test func tailsAreNeverNaN() {
    let numbers: [Double] = [
      0, -0.0, 1, -1, 0.1, 1e-300, -1e-300, .leastNonzeroMagnitude, 1e300, -1e300,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, .nan,
    ]
    func check(_ value: DoubleDouble, _ truth: Double, _ name: String) {
      #expect(value.head.isNaN == truth.isNaN, "\(name): \(value)")
      #expect(value.tail.isFinite && (value.head.isFinite || value.tail == 0), "\(name): \(value)")
      if truth.isInfinite || truth == 0 { #expect(value.head == truth, "\(name): \(value)") }
    }
    for a in numbers {
      for b in numbers {
        let (x, y) = (DoubleDouble(a), DoubleDouble(b))
        check(x + y, a + b, "\(a) + \(b)")
        check(x - y, a - b, "\(a) − \(b)")
        check(x * y, a * b, "\(a) · \(b)")
        check(x / y, a / b, "\(a) / \(b)")
        if a.isFinite, a != -b { check(number(a, 0.4 * a.ulp) + y, a + b, "\(a) + \(b)") }
      }
    }
  }
}
