// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// Integrals of formulas that fool a rule that samples, by closed forms, or by mpmath in 40 digits.
@Suite struct FormulaIntegralTests {
  private static func integral(_ text: String, _ interval: String) throws -> FormulaIntegral {
    try VariationalGap.integral(
      of: try Formula.parse(text), over: try IntervalSpec.parse(interval))
  }

  @Test(arguments: [
    ("exp(-z^2/2)", "-inf..inf", "2.506628274631000502415765284811045253006986740609938"),
    ("exp(-z^2/2e-10)", "-1..1", "0.00002506628274631000502415765284811045253006986740609938"),
    ("z^-0.99", "0..1", "99.99999999999991118215802998755565219999"), ("z^-1.01", "1..inf", "100"),
    ("z^(-99999999/100000000)", "0..1", "1e8"), ("z^(-999999/1000000)", "0..1", "1e6"),
    ("1/sqrt(abs(z - 1/3))", "0..1", "2.787693700234703594483153610807842505939"),
    ("log(z)", "0..1", "-1"), ("sin(z)", "0..pi()", "2"),
    ("cos(8*z)^2", "0..pi()", "1.5707963267948966192313216916397514420985846996876"),
    ("z^3 - z", "-1..2", "2.25"), ("z*exp(-z)", "0..inf", "1"), ("(z - 1)*exp(-z)", "0..inf", "0"),
    ("1/(1 + z^2)", "-inf..inf", "3.1415926535897932384626433832795028841971693993751"),
    ("step(z - 0.3)", "0..1", "0.7"),
    (
      "exp(-abs(z)) + exp(-1e8*(z - 10)^2)", "-inf..inf",
      "2.000177245385090551602729816748334114518"
    ),
    ("-exp(z)", "-inf..0", "-1"),
    (
      "exp(-z^2) + exp(-1e8*(z - 10)^2)", "-inf..inf",
      "1.77263109629060657890089730008947929731582921"
    ), ("log(abs(z))", "-1..1", "-2"),
  ])
  func valuesAreTheirTruths(text: String, interval: String, truth: String) throws {
    let found = try Self.integral(text, interval)
    let estimate = try #require(found.value.estimate)
    #expect(estimate.covers(Truth(truth)), "\(text): \(found)")
    #expect(estimate.error <= 1e-9 * max(1, abs(estimate.value)), "\(text): \(found)")
    #expect(found.errorKind.isVerified, "\(text): \(found)")
  }

  @Test func whatDivergesDoesSoByTheorem() throws {
    for (text, interval) in [
      ("1/z", "0..1"), ("1/(1 + z)", "0..inf"), ("z/(1 + z^2)", "0..inf"), ("exp(z)", "0..inf"),
    ] {
      guard case .infinite(.plus, _) = try Self.integral(text, interval).value else {
        Issue.record("\(text)")
        continue
      }
    }
    guard case .infinite(.minus, _) = try Self.integral("-1/z", "0..1").value,
      case .undefined = try Self.integral("z/(1 + z^2)", "-inf..inf").value
    else {
      Issue.record("a sign")
      return
    }
  }

  @Test func nothingIsNothing() throws {
    let found = try Self.integral("0", "-inf..inf")
    #expect(found.value == .finite(Estimate(0, error: 0)) && found.errorKind == .proven)
  }
}
