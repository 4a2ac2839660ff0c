// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import TestSupport
import Testing

/// Numbers for people: no digit that is not known, and an interval that contains the one that is promised.
struct RoundedEstimateTests {
  /// Value, error, and what is printed. The double 3.6 is more than 3.6, as Python's `decimal` says, and so 3.7.
  static let texts: [(Double, Double, String)] = [
    // The double is −1.21896776153153151…: what it loses makes 5 of 3.55.
    (-1.2189677615315315, 3.552713678800501e-15, "-1.218967761531532 ± 5e-15"),
    (0.038117952233086413, 2.0e-15, "0.0381179522330864 ± 2.1e-15"),
    (2.2584536707447125e-17, 1.4e-29, "2.2584536707447e-17 ± 1.5e-29"),
    (1.234e-17, 3.6, "0.0 ± 3.7"), (-1e-7, 2.5e-4, "0.00000 ± 2.6e-4"),
    (1e-20, 1e-12, "0 ± 1.1e-12"),
    (2.3, 3.6, "2.3 ± 3.7"), (0.501, 0.0068, "0.501 ± 0.007"), (0.5, 0.0021, "0.5000 ± 0.0021"),
    // A short decimal that is known to 15 digits stays that.
    (0.5, 1.2e-16, "0.5 ± 1.3e-16"), (-0.075, 1.4e-17, "-0.075 ± 2.1e-17"),
    (0.1, 1e-20, "0.100000000000000005551 ± 1.1e-20"),
    (1, 2.7e-15, "1 ± 2.8e-15"), (-49.5, 1e-14, "-49.5 ± 1.0e-14"),
    // A carry into the digit before the first, of the value and of the error.
    (9.9996, 0.004, "10.000 ± 0.005"), (1, 0.0299, "1.000 ± 0.030"), (1, 0.0999, "1.00 ± 0.10"),
    (7, 99.9, "10 ± 110"), (0.0999999, 0.00099, "0.1000 ± 0.0010"),
    // Zeros that are no digits, and numbers too large or too small for a point.
    (12345, 300, "12300 ± 400"), (123_456_789, 2e7, "1.23e8 ± 2.1e7"),
    (1.5e299, 1e284, "1.5e299 ± 1.1e284"), (-2.5e-300, 1e-303, "-2.5000e-300 ± 1.1e-303"),
    (.leastNonzeroMagnitude, .leastNonzeroMagnitude, "4.9e-324 ± 5.0e-324"),
    // What has no error, what has no bound, and what is no number.
    (0.1, 0, "0.1 ± 0"), (-1.234567, .infinity, "-1.23 ± ∞"), (0, .infinity, "0 ± ∞"),
    (.infinity, .nan, "+∞"), (-.infinity, 0, "−∞"), (.nan, .nan, "nan"),
  ]

  @Test(arguments: texts.indices) func theTextIs(_ index: Int) {
    let (value, error, text) = RoundedEstimateTests.texts[index]
    #expect("\(Estimate(value, error: error).rounded)" == text)
  }

  /// In decimals of 38 digits, which hold these doubles exactly.
  @Test func thePrintedIntervalContainsTheEstimate() throws {
    var random = SeededRandom(seed: 20261126)
    for _ in 0..<5_000 {
      let value = Double(Int(random.uniform(-0x1p35, 0x1p35))) * 0x1p-30
      let error = Double(Int(random.magnitude(0, 8))) * 0x1p-30
      let rounded = Estimate(value, error: error).rounded
      let shown = try #require(Decimal(string: rounded.value))
      let bound = try #require(Decimal(string: rounded.error))
      let lower = try #require(Decimal(string: rounded.lowerBound))
      let (exact, allowed) = (decimal(value), decimal(error))
      let text = "\(value) ± \(error): \(rounded), from \(rounded.lowerBound)"
      #expect(shown - bound <= exact - allowed && exact + allowed <= shown + bound, "\(text)")
      #expect(lower <= exact - allowed, "\(text)")
      #expect(bound <= allowed * 2 && rounded.error.filter(\.isNumber).count < 14, "\(text)")
    }
  }

  /// A multiple of 2⁻³⁰, exactly.
  private func decimal(_ value: Double) -> Decimal {
    Decimal(Int(value * 0x1p30)) / Decimal(1 << 30)
  }
}
