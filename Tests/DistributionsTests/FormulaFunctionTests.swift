// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import TestSupport
import Testing

/// Every function that a formula may call, against mpmath with 40 digits.
struct FormulaFunctionTests {
  struct Row: Sendable, CustomStringConvertible {
    let function: FormulaFunction
    let arguments: [Double]
    let value: Truth
    var description: String { "\(function.name) of \(arguments): \(value)" }

    /// The argument that varies: the first one that is no order.
    var place: Int { function.name == "log_modified_bessel_first_kind" ? 1 : 0 }
    /// Its value.
    var z: Double { arguments[place] }

    /// The function of the argument that varies.
    func formula() throws -> Formula {
      let parts: [Formula] = arguments.indices.map {
        $0 == place ? .latent : .number(arguments[$0])
      }
      return try #require(function(parts))
    }
  }

  static let rows: [Row] = {
    guard let table = try? CSVTable(fixture: "functions") else { return [] }
    return table.rows.compactMap { row in
      guard let function = FormulaFunction.named(row["function"] ?? "") else { return nil }
      let arguments = (row["arguments"] ?? "").split(separator: " ").compactMap { Double($0) }
      return Row(function: function, arguments: arguments, value: Truth(row["value"] ?? ""))
    }
  }()

  @Test func everyFunctionHasTwentyRows() {
    for function in FormulaFunction.all {
      #expect(Self.rows.count { $0.function == function } >= 20, "\(function)")
    }
  }

  /// |head + tail − truth|, where the tail is less than half a unit of the head.
  func distance(_ value: DoubleDouble, _ truth: Truth) -> Double {
    abs(truth.distance(from: value.head) - abs(value.tail))
  }

  /// The value in 31 digits is as near to the truth as it says, which is near where nothing cancels.
  @Test func valuesHaveTheirDigits() throws {
    var worst: [String: Double] = [:]
    for row in Self.rows {
      let (formula, z) = (try row.formula(), DoubleDouble(row.z))
      let value = formula(z)
      let error = distance(value, row.value)
      let bound = formula.runningError(at: row.z).error
      #expect(error <= bound + 1e-37 * abs(value.head), "\(row): \(value), \(bound)")
      // Of two log Γ the digits before the point are lost.
      let isDifference = ["lbeta", "lchoose"].contains(row.function.name)
      let slope = formula.derivative()(z).head
      let size = (isDifference ? 1e7 : 1) + abs(value.head) + abs(row.z * slope)
      #expect(bound <= 1e-27 * size, "\(row): \(bound)")
      worst[row.function.name] = max(worst[row.function.name] ?? 0, error / bound)
    }
    print("functions.csv, errors in units of their bounds:", worst.sorted { $0.key < $1.key })
  }

  /// Bounds over intervals and rectangles hold the truth at the points inside.
  @Test func enclosuresHoldTheTruth() throws {
    var random = SeededRandom(seed: 77)
    for row in Self.rows {
      let (formula, z) = (try row.formula(), row.z)
      let truth = try #require(Double(row.value.description))
      let slack = 2 * truth.ulp
      for width in [0, 1e-12, 1e-6, 1e-2, 0.3] {
        let left = abs(z) * width * Double.random(in: 0...1, using: &random)
        let right = abs(z) * width * Double.random(in: 0...1, using: &random)
        let real = Enclosure(from: z - left, to: z + right)
        let range = formula.enclosure(over: real)
        #expect(
          range.lower <= truth + slack && truth - slack <= range.upper,
          "\(row) over \(real): \(range)")
        let height = Double.random(in: 0...1, using: &random) * max(left, right)
        let complex = formula.enclosure(
          over: ComplexEnclosure(real: real, imaginary: Enclosure(from: -height, to: height)))
        guard complex.isDefined else { continue }
        #expect(
          complex.real.lower <= truth + slack && truth - slack <= complex.real.upper,
          "\(row) over \(real): \(complex)")
        #expect(complex.imaginary.contains(0), "\(row) over \(real): \(complex)")
        // Of the angle of a large number nothing is known.
        if width == 0, abs(z) < 1e5 {
          let size = max(1, abs(truth))
          #expect(complex.real.upper - complex.real.lower <= 1e-2 * size, "\(row): \(complex)")
        }
      }
    }
  }

  /// Derivatives are those of differences in 31 digits, of which two steps tell how good they are.
  @Test func derivativesAreThoseOfDifferences() throws {
    for row in Self.rows {
      let (formula, z) = (try row.formula(), row.z)
      let isTurning = ["sin", "cos", "tan"].contains(row.function.name)
      let reach = isTurning || z < 1 ? min(1, abs(z), abs(1 - z)) : abs(z)
      let isNarrow = row.function.name == "log_diff_exp"
      let h = (isNarrow ? z - row.arguments[1] : reach) * 0x1p-30
      func difference(_ h: Double) -> Double {
        let (point, step) = (DoubleDouble(z), DoubleDouble(h))
        return ((formula(point + step) - formula(point - step)) / (step * 2)).head
      }
      let (slope, coarse) = (difference(h), difference(2 * h))
      let derivative = formula.derivative()(DoubleDouble(z)).head
      let rounding = formula.runningError(at: z).error / h
      #expect(
        abs(derivative - slope) <= 2 * abs(slope - coarse) + 1e-11 * abs(derivative) + 4 * rounding,
        "\(row): \(derivative), \(slope)")
    }
  }

  /// What people write is recognised where it would cancel or underflow.
  @Test(arguments: [
    ("log(Phi(z))", "std_normal_lcdf(z)"), ("log(1 - Phi(z))", "std_normal_lcdf(-z)"),
    ("log1m(Phi(z))", "std_normal_lcdf(-z)"), ("log(pnorm(2*z))", "log_Phi(2*z)"),
    ("log1p(-Phi(z))", "std_normal_lcdf(-z)"),
  ])
  func logarithmsOfPhiAreRecognised(text: String, meant: String) throws {
    #expect(try Formula.parse(text) == Formula.parse(meant))
  }

  /// Limits, and arguments outside the domain.
  @Test(
    arguments: [
      ("std_normal_lcdf", -.infinity, -.infinity), ("std_normal_lcdf", .infinity, 0),
      ("std_normal_lcdf", 1e300, 0), ("std_normal_lcdf", -1e200, -.infinity),
      ("Phi", -.infinity, 0), ("Phi", .infinity, 1), ("Phi", -1e300, 0), ("Phi", 0, 0.5),
      ("erf", 0, 0), ("erf", .infinity, 1), ("erf", -.infinity, -1),
      ("erf", 1e-300, 1.1283791670955126e-300),
      ("erfc", .infinity, 0), ("erfc", -.infinity, 2), ("erfc", 0, 1),
      ("log1m_exp", 0, -.infinity), ("log1m_exp", -.infinity, 0), ("log1m_exp", 1, .nan),
      ("logit", 0, -.infinity), ("logit", 1, .infinity), ("logit", 2, .nan),
      ("log1m", 1, -.infinity), ("log1m", 2, .nan),
    ] as [(String, Double, Double)])
  func limits(name: String, argument: Double, value: Double) throws {
    let function = try #require(FormulaFunction.named(name))
    let formula = try #require(function([.latent]))
    let found = formula(DoubleDouble(argument))
    #expect(
      found.head.isNaN == value.isNaN
        && (value.isNaN || relativeError(found.head, value) < 1e-15),
      "\(name)(\(argument)): \(found)")
    #expect(found.tail.isFinite)
  }
}
