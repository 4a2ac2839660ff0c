// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
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

  /// Roots in between, where no routine has an edge and doubles are too coarse to see the end of it, beside what is smooth: QAGS
  /// is content a little too early.
  @Test(arguments: 0..<5)
  func aRootInBetweenIsRightOrDoubted(_ index: Int) {
    func root(_ z: Double, _ power: Double, _ scale: Double) -> Double {
      z <= 0 ? 0 : pow(z, -power) * exp(-z / scale)
    }
    func laplace(_ z: Double, _ scale: Double) -> Double { exp(-abs(z) / scale) }
    let all: [(from: Double, to: Double, scale: Double?, centre: Double?, (Double) -> Double)] = [
      (
        0, 1.7944974358197432, nil, nil,
        { z in
          144.32748686509964 * laplace(z - 0.06431009375107502, 0.01335798854993673)
            - 0.009446740544743796 * cos(173.03559325870287 * z) + 0.003921386451427105
            * root(z - 0.9683680787538876, 0.7250664700960228, 0.012994361719614596)
        }
      ),
      (
        -151.60757768538144, -151.0469557802304, 0.013030268163616934, nil,
        { z in
          let t = (z + 151.17385341420245) / 0.0013900800304909842
          return 51.033991035523634
            * max(0, 1 - abs(z + 151.2462115210556) / 0.00492050456888299)
            + 0.014597336346455657 * pow(abs(z + 151.48470026359914), -0.57231062201448)
            + 0.04498176507561867 / (1 + t * t)
        }
      ),
      (
        -25.621104473644163, .infinity, 0.9619883281807027, -17.376513823784418,
        { z in
          let t = (z - 139.71837562683197) / 0.5318296912013772
          return -67.51552806034447
            * root(z + 22.680456364231105, 0.5276405198637142, 0.0402328957845619)
            - 39.90142889962914 * exp(-t * t / 2)
        }
      ),
      (
        -.infinity, .infinity, 201.49657721210443, -92.80231653741484,
        { z in
          99.4508999863113 * root(z - 18753.835756426335, 0.47064486907453174, 322.93173896998223)
        }
      ),
      (
        123.58241986998615, 123.90400823411899, 0.09297966812805682, nil,
        { z in
          -1.4223432171692099 * pow(abs(z - 123.58664536776153), -0.5960207012304866)
            - (abs(z - 123.78789297612673) < 0.0001556499739009461 ? 0.0014541680304510935 : 0)
        }
      ),
    ]
    // In closed form.
    let truth = [
      3.84407935176863, 0.28920290495751094, -80.94206164099359, 3550.2243269459473,
      -2.601400084285538,
    ][index]
    let (from, to, scale, centre, integrand) = all[index]
    guard
      let integral = try? integrate(
        from: from, to: to, tolerance: Tolerance(relative: 1e-6), scale: scale, centre: centre,
        integrand),
      integral.suspicion == nil
    else { return }
    #expect(abs(integral.value - truth) <= max(integral.error, 1e-6 * abs(truth)), "\(integral)")
  }

  /// Of a loose tolerance a few bisections are content, with kinks and roots in between; no look mends what they say of their error.
  @Test(arguments: [0.5, 1, 1.5], [1.0 / 3, 0.7, 0.123])
  func theErrorOfAFewBisectionsHolds(_ power: Double, _ place: Double) throws {
    let found = try integrate(
      from: 0, to: 1, tolerance: Tolerance(relative: 1e-3), onSuspicion: .ignore
    ) { z in pow(abs(z - place), power) }
    let truth = (pow(place, power + 1) + pow(1 - place, power + 1)) / (power + 1)
    #expect(abs(found.value - truth) <= found.error, "\(found), is \(truth)")
  }
}
