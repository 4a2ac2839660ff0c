// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing
import VariationalGap

/// Integrals that people reported some library to get wrong (`Tests/Fixtures/reports.csv`): by the front door, which
/// knows their values alone, and by the certified engine, which knows their formulas.
@Suite struct ReportedIntegralTests {
  /// A row of the table.
  struct Report: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let formula: Formula
    let lower: Double
    let upper: Double
    let scale: Double?
    let centre: Double?
    /// 30 digits, `inf`, or `none` where the integral is not defined.
    let truth: String

    init(_ row: CSVTable.Row) throws {
      testDescription = row.description
      formula = try Formula.parse(row["integrand"] ?? "")
      (lower, upper) = (row.number("from"), row.number("to"))
      scale = Double(row["scale"] ?? "")
      centre = Double(row["centre"] ?? "")
      truth = row["truth"] ?? ""
    }

    /// By the front door, with the hints of the row or without.
    func integral(isHinted: Bool) throws -> Integral {
      let program = FormulaProgram(formula)
      return try integrate(
        from: lower, to: upper, scale: isHinted ? scale : nil, centre: isHinted ? centre : nil
      ) { z in program.estimate(at: z) }
    }

    /// Whether a value is right within its error, and the rounding of the integrand.
    func holds(_ found: Estimate) -> Bool {
      let distance = Truth(truth).distance(from: found.value)
      return distance <= found.error + 1e-14 * abs(found.value)
    }
  }

  static func reports() throws -> [Report] {
    try CSVTable(fixture: "reports").rows.map(Report.init)
  }

  /// With the hints, all features are within the stated limit; without them some are not, and this says what
  /// happens then.
  @Test(arguments: [true, false])
  func theFrontDoorIsNeverSilentlyWrong(isHinted: Bool) throws {
    var right = 0
    let reports = try Self.reports()
    for report in reports {
      do {
        let found = try report.integral(isHinted: isHinted)
        let isRight = report.holds(found.estimate)
        if isRight && found.suspicion == nil { right += 1 }
        #expect(isRight || found.suspicion != nil, "\(report.testDescription): \(found)")
      } catch QuadratureError.notConverged, QuadratureError.nonFiniteIntegrand {
        // It says that it does not know.
      }
    }
    #expect(reports.count >= 77)
    #expect(right >= (isHinted ? 66 : 60), "\(right)")
  }

  /// What converges by cancellation only is left out: the engine looks for the end of it for a minute, and proves nothing.
  @Test func aProvenIntegralIsRight() throws {
    var proven = 0
    for report in try Self.reports() where report.truth != "none" {
      let interval = try IntervalSpec.parse("\(report.lower)..\(report.upper)")
      guard let found = try? integral(of: report.formula, over: interval),
        found.errorKind.isVerified
      else { continue }
      proven += 1
      switch found.value {
      case .finite(let estimate):
        #expect(estimate.covers(Truth(report.truth)), "\(report.testDescription): \(found)")
      case .infinite: #expect(report.truth == "inf", "\(report.testDescription)")
      case .undefined: #expect(report.truth == "none", "\(report.testDescription)")
      }
    }
    #expect(proven >= 66, "\(proven)")
  }
}
