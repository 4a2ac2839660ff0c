// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Distributions

@Suite struct RowProgramTests {
  /// The sum in 31 digits, row by row.
  private func exact(_ term: Formula, at t: DoubleDouble, over rows: DataRows) -> DoubleDouble {
    rows.weights.indices.reduce(DoubleDouble(0)) { sum, row in
      let cells = rows.columns.map { DoubleDouble($0[row]) }
      return sum + term.evaluate(t, cells) * rows.weights[row]
    }
  }

  private static let column = Formula.parameter(0)
  private static let response = Formula.parameter(1)
  private static let odds: Formula = column * .latent - .number(0.5)

  private static let studentT: Formula =
    .number(-2.5) * ((column - .latent) / .number(1.6)).applying(.square).applying(.logOnePlus)
  private static let logit: Formula =
    response * odds.logOfInverseLogit + (1 - response) * odds.logOfOneMinusInverseLogit
  private static let logOfSquares: Formula =
    .number(3) * (column.applying(.square) + Formula.latent.applying(.square)).applying(.log)
  private static let logOfOneMore: Formula =
    (column.applying(.magnitude) * Formula.latent.applying(.square)).applying(.logOnePlus)
  private static let coefficientOfLatent: Formula =
    .latent * (column - .latent).applying(.softplus) - response

  private static let terms = [
    studentT, logit, logOfSquares - column * .latent, logOfOneMore, coefficientOfLatent,
  ]

  /// Ordinary values, those that underflow beside 1 or overflow where they are squared, and many alike.
  private static let columns: [[Double]] = [
    each { (row: Double) in 0.01 * row - 4 + 0.001 * (row * 7919).remainder(dividingBy: 101) },
    each { (row: Double) in (row + 0.5) * 1e-12 },
    each { (row: Double) in Double(sign: .plus, exponent: Int(row) - 450, significand: 1.1) },
    each { (row: Double) in row.remainder(dividingBy: 200) + 0.25 },
  ]

  /// Every third is turned around.
  private static func each(_ value: (Double) -> Double) -> [Double] {
    (0..<900).map { $0.isMultiple(of: 3) ? -value(Double($0)) : value(Double($0)) }
  }

  @Test(arguments: RowProgramTests.terms.indices, RowProgramTests.columns.indices)
  func boundsHold(_ term: Int, _ column: Int) throws {
    let (term, values) = (RowProgramTests.terms[term], RowProgramTests.columns[column])
    let responses = values.indices.map { Double($0 % 7 % 2) }
    for weights in [values.map { _ in 1.0 }, values.indices.map { Double($0 % 3) * 0.7 }] {
      let rows = DataRows(columns: [values, responses], weights: weights)
      for t in [0.7, -1.3, 1e-9, 40].map(DoubleDouble.init) + [DoubleDouble(1) / DoubleDouble(3)] {
        let exact = exact(term, at: t, over: rows)
        for multiplies in [true, false] {
          let total = RowProgram(term, multiplies: multiplies).total(t, over: rows)
          guard exact.isFinite, total.error.isFinite else { continue }
          let distance = abs((total.value - exact).head)
          #expect(distance <= total.error, "\(t) \(multiplies): \(total), exactly \(exact)")
        }
      }
    }
  }

  @Test func aBoundIsOfUse() throws {
    let values = RowProgramTests.columns[0]
    let rows = DataRows(
      columns: [values, values.map { $0 > 0 ? 1 : 0 }], weights: values.map { _ in 1 })
    for term in RowProgramTests.terms.dropLast() {
      let total = RowProgram(term, multiplies: true).total(DoubleDouble(0.7), over: rows)
      #expect(total.error < 3e-12, "\(term): \(total)")
    }
  }

  @Test func runsHaveEqualWeights() {
    let rows = DataRows(columns: [[3, 1, 2, 1, 5]], weights: [1, 1, 1, 1, 0.5])
    #expect(rows.weights == [0.5, 1, 1, 2])
    #expect(rows.columns == [[5, 2, 3, 1]])
    #expect(rows.runs == [0..<1, 1..<3, 3..<4])
  }

  @Test(arguments: [0x1p399, 0x1p-399, 3.7, 1 + 0x1p-52])
  func aProductOfManyFactorsNeitherOverflowsNorUnderflows(_ factor: Double) {
    var product = LogProduct()
    for _ in 0..<10_000 { product.multiply(by: factor) }
    let (value, error) = product.logarithm
    let expected = DoubleDouble(factor).applying(.log) * 10_000
    #expect(abs((value - expected).head) <= error)
    #expect(error < 2e-12 + 1e-29 * expected.head.magnitude)
  }
}
