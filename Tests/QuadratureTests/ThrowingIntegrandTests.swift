// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

struct ThrowingIntegrandTests {
  /// For each routine, an error at evaluation 1, 2, 3, 5, 8, … arrives unchanged and ends the
  /// evaluations; a NaN there names its z and ends them too.
  @Test(arguments: IntegralCase.all)
  func firstBadEvaluationIsTheLast(_ row: IntegralCase) throws {
    let count = try integrate(
      from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
      tolerance: row.tolerance, row.integrand
    ).evaluations
    var (last, next) = (1, 2)
    while last <= count {
      let evaluations = Counter()
      #expect(throws: Failure(number: last)) {
        try integrate(
          from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
          tolerance: row.tolerance
        ) { z -> Double in
          evaluations.count += 1
          if evaluations.count == last { throw Failure(number: last) }
          return row.integrand(z)
        }
      }
      #expect(evaluations.count == last)
      // CQUAD begins with an end, where it leaves out what is not finite.
      if row.routine == .cquad, last == 1 {
        (last, next) = (next, last + next)
        continue
      }

      evaluations.count = 0
      var culprit = 0.0
      let error = #expect(throws: QuadratureError.self) {
        try integrate(
          from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
          tolerance: row.tolerance
        ) { z in
          evaluations.count += 1
          guard evaluations.count == last else { return row.integrand(z) }
          culprit = z
          return -.infinity
        }
      }
      #expect(error == .nonFiniteIntegrand(at: culprit, value: -.infinity))
      #expect(evaluations.count == last)
      (last, next) = (next, last + next)
    }
  }

  /// The workspace is as good as new after a failure.
  @Test(arguments: IntegralCase.all)
  func workspaceSurvivesAnError(_ row: IntegralCase) throws {
    var workspace = try Workspace()
    func attempt() throws -> Integral {
      try workspace.integrate(
        from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
        tolerance: row.tolerance, row.integrand)
    }
    let before = try attempt()
    guard before.evaluations > 0 else { return }
    #expect(throws: Failure.self) {
      try workspace.integrate(
        from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
        tolerance: row.tolerance
      ) { _ -> Double in throw Failure(number: 0) }
    }
    #expect(try attempt() == before)
  }
}
