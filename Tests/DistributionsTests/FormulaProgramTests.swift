// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

@testable import Distributions

/// A program says of its formulas what they say themselves.
struct FormulaProgramTests {
  static let functions: [ElementaryFunction] = [
    .exp, .expMinusOne, .log, .logOnePlus, .logOnePlusMinus, .softplus, .inverseLogit, .squareRoot,
    .square, .magnitude, .sign, .logGamma, .todd, .logInverseCloglog,
  ]

  /// Some formulas with parts in common, and mixtures among them.
  func formulas(_ random: inout SeededRandom) -> [Formula] {
    let first = random.formula(depth: 4, functions: Self.functions)
    let second = random.formula(depth: 3, functions: Self.functions)
    return [
      first, second, first - 2 * second, .logSumExp([first, second, 1]),
      Formula.log(onePlus: .square(first)), .parameter(0) * second,
    ]
  }

  /// The same number, or neither one.
  func isSame(_ a: Double, _ b: Double) -> Bool { a == b || a.isNaN && b.isNaN }

  func isSame(_ a: DoubleDouble, _ b: DoubleDouble) -> Bool {
    isSame(a.head, b.head) && isSame(a.tail, b.tail)
  }

  @Test func slopesTakenAlongHoldAllSlopes() {
    var random = SeededRandom(seed: 11)
    var count = 0
    for _ in 0..<2000 {
      let formulas = formulas(&random)
      let start = random.signedMagnitude(-3, 3)
      let cell = Enclosure(from: start, to: start + random.signedMagnitude(-3, 2).magnitude)
      for formula in formulas {
        let tangent = FormulaProgram(formula).tangent(over: cell)
        let derivative = formula.derivative()
        for share in [0, 0.3, 1] {
          let z = DoubleDouble(cell.lower + share * (cell.upper - cell.lower))
          let (value, slope) = (formula(z).head, derivative(z).head)
          guard value.isFinite, slope.isFinite, cell.contains(z.head) else { continue }
          // Where terms cancel, 31 digits leave a slope of 0 with its rounding.
          let slack = 1e-12 * (1 + abs(slope))
          #expect(
            tangent.slope.lower <= slope + slack && slope - slack <= tangent.slope.upper,
            "\(formula) at \(z.head) in \(cell): \(slope), \(tangent.slope)")
          count += tangent.slope.lower.isFinite ? 1 : 0
        }
      }
    }
    #expect(count > 1000)
  }

  @Test(arguments: [-3, -2, 0, 1, 2, 3, 7, 64, 65.0], [-2.5, -1, -1e-3, 1e-3, 2])
  func wholePowersOfNegativeNumbersAreEstimated(exponent: Double, base: Double) {
    let program = FormulaProgram(.pow(.latent, Formula(exponent)))
    let value = program(DoubleDouble(base)).head
    #expect(abs(program.estimate(at: base) - value) <= 1e-14 * abs(value))
  }

  @Test(arguments: [(0, 3, 1e-30), (1e-20, 3, 3e-30), (0, 0.5, 1e-5), (2, -2, 2.5e-11)])
  func whatAPowerMakesOfAnErrorIsBounded(base: Double, exponent: Double, error: Double) {
    let value = RunningError(base, error: 1e-10).raised(to: RunningError(exponent, error: 0))
    for moved in [base, base + 1e-10, max(0, base - 1e-10)] {
      let truth = moved.raised(to: exponent)
      #expect(abs(truth - value.value) <= value.error * 1.0001 + 1e-15 * abs(truth))
    }
    #expect(value.error <= 1.01 * error)
  }

  @Test func allKindsOfNumbersAreTheSame() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<2000 {
      let formulas = formulas(&random)
      let program = FormulaProgram(formulas)
      let points = [random.signedMagnitude(-3, 3), random.signedMagnitude(-1, 1), 0]
      let values = program.values(at: points.map { DoubleDouble($0) })
      let width = random.signedMagnitude(-3, 2).magnitude
      let cell = Enclosure(from: points[0], to: points[0] + width)
      let bounds = program.enclosures(over: cell)
      let rectangle = ComplexEnclosure(real: cell, imaginary: Enclosure(from: -width, to: width))
      let complex = program.enclosures(over: rectangle)
      let errors = program.runningErrors(at: [points[1]])
      for (index, formula) in formulas.enumerated() {
        for (place, point) in points.enumerated() {
          #expect(
            isSame(values[index * points.count + place], formula(DoubleDouble(point))),
            "\(formula) at \(point)")
        }
        #expect(bounds[index] == formula.enclosure(over: cell), "\(formula) over \(cell)")
        #expect(complex[index] == formula.enclosure(over: rectangle), "\(formula), \(rectangle)")
        let error = formula.runningError(at: points[1])
        #expect(
          isSame(errors[index].value, error.value) && errors[index].error == error.error,
          "\(formula) at \(points[1])")
      }
      #expect(isSame(program(DoubleDouble(points[1])), values[1]))
      #expect(program.enclosure(over: cell) == bounds[0])
      #expect(program.enclosure(over: rectangle) == complex[0])
      #expect(program.runningError(at: points[1]).error == errors[0].error)
    }
  }

  @Test func manyOperationsAreOneEachToo() {
    // More than are compared one by one.
    let terms = (1...200).map { k in
      .number(Double(k)) * Formula.log(onePlus: .square(.latent - .number(Double(k % 50))))
    }
    let sum = Formula.total(of: terms)
    let program = FormulaProgram([sum, sum.gathered])
    for z in [-3.0, 0.1, 7, 1e5] {
      #expect(program(DoubleDouble(z)) == sum(DoubleDouble(z)))
      #expect(program.values(at: [DoubleDouble(z)])[1] == sum.gathered(DoubleDouble(z)))
    }
  }
}
