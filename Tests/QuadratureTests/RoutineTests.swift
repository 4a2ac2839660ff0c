// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Quadrature
import Testing

struct RoutineTests {
  @Test(arguments: IntegralCase.all)
  func closedFormIsReached(_ row: IntegralCase) throws {
    let integral = try integrate(
      from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
      tolerance: row.tolerance, row.integrand)
    let distance = abs(integral.value - row.truth)
    #expect(distance <= max(integral.error, row.rounding), "\(integral)")
    #expect(distance <= row.limit, "\(integral), off by \(distance)")
    #expect(integral.status == .converged, "\(integral)")
    #expect(integral.evaluations > 0 || row.truth == 0)

    let reversed = try integrate(
      from: row.upper, to: row.lower, breakpoints: row.breakpoints, using: row.routine,
      tolerance: row.tolerance, row.integrand)
    #expect(reversed == -integral)
  }

  @Test(arguments: IntegralCase.all)
  func everyNumberIsGSLs(_ row: IntegralCase) throws {
    guard let direct = DirectCall(row, limit: 1000) else { return }
    let integral = try integrate(
      from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
      tolerance: row.tolerance, row.integrand)
    #expect(integral.value == direct.value)
    #expect(integral.evaluations == direct.evaluations)
    #expect((integral.status == .converged) == (direct.status == 0))
    // GSL does not tell Romberg's error.
    if case .romberg = row.routine { return }
    #expect(integral.error == direct.error)
  }

  /// Few subintervals: GSL gives up, and so do we, with the same numbers.
  @Test(arguments: IntegralCase.all, [1, 2, 3, 5])
  func failureIsGSLsToo(_ row: IntegralCase, limit: Int) throws {
    if case .qaws = row.routine, limit < 3 { return }
    guard row.breakpoints.count + 2 <= limit, let direct = DirectCall(row, limit: limit) else {
      return
    }
    var best: Integral
    do {
      best = try integrate(
        from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
        tolerance: row.tolerance, limit: limit, row.integrand)
      #expect(Int(direct.status) == GSL_SUCCESS || Int(direct.status) == GSL_EROUND)
    } catch .notConverged(let estimate, let reason) {
      best = estimate
      #expect(Int(direct.status) != GSL_SUCCESS && !reason.isEmpty)
    }
    #expect(best.value == direct.value && best.evaluations == direct.evaluations)
  }

  /// One workspace for everything, twice over, against a fresh one for each.
  @Test func keptWorkspaceGivesTheSameNumbers() throws {
    var workspace = try Workspace()
    for row in IntegralCase.all + IntegralCase.all.reversed() {
      let kept = try workspace.integrate(
        from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
        tolerance: row.tolerance, row.integrand)
      let fresh = try integrate(
        from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
        tolerance: row.tolerance, row.integrand)
      #expect(kept == fresh, "\(row)")
    }
  }

  @Test func concurrentIntegrationsDoNotMeet() async throws {
    let rows = IntegralCase.all
    let serial = try rows.map { row in
      try integrate(
        from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
        tolerance: row.tolerance, row.integrand)
    }
    let count = 1000
    let concurrent = try await withThrowingTaskGroup(of: (Int, Integral).self) { group in
      for index in 0..<count {
        group.addTask {
          let row = rows[index % rows.count]
          return (
            index,
            try integrate(
              from: row.lower, to: row.upper, breakpoints: row.breakpoints, using: row.routine,
              tolerance: row.tolerance, row.integrand)
          )
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(concurrent.count == count)
    for (index, integral) in concurrent { #expect(integral == serial[index % rows.count]) }
  }
}
