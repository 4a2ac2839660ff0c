// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// exp(−½(z − mean)²), NaN above `end`.
private struct Bell: DirectIntegrand {
  var mean: Double
  var end = Double.infinity
  static let callback: Callback = { z, integrand in
    let bell = integrand.assumingMemoryBound(to: Bell.self).pointee
    return z <= bell.end ? exp(-0.5 * (z - bell.mean) * (z - bell.mean)) : .nan
  }
}

struct DirectIntegrandTests {
  @Test(arguments: GaussKronrodRule.allCases)
  func isTheClosuresIntegral(_ rule: GaussKronrodRule) throws {
    var workspace = try Workspace()
    for mean in [-3, 0, 0.5, 7.25] {
      let direct = try workspace.integrate(Bell(mean: mean), from: -8, to: 9, rule: rule)
      let closure = try workspace.integrate(from: -8, to: 9, using: .qag(rule)) { z in
        exp(-0.5 * (z - mean) * (z - mean))
      }
      #expect(direct == closure)
      #expect(try workspace.integrate(Bell(mean: mean), from: 9, to: -8, rule: rule) == -direct)
    }
    #expect(try workspace.integrate(Bell(mean: 0), from: 2, to: 2, rule: rule) == .empty)
  }

  @Test func nonFiniteValueNamesItsPoint() throws {
    var workspace = try Workspace()
    let error = #expect(throws: QuadratureError.self) {
      try workspace.integrate(Bell(mean: 0, end: 3), from: -8, to: 8)
    }
    guard case .nonFiniteIntegrand(let z, let value) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(z > 3 && z < 8 && value.isNaN)
  }

  @Test(arguments: [(0.0, Double.infinity), (.nan, 1), (-1e308, 1e308)])
  func intervalIsFinite(_ from: Double, _ to: Double) throws {
    var workspace = try Workspace()
    let error = #expect(throws: QuadratureError.self) {
      try workspace.integrate(Bell(mean: 0), from: from, to: to)
    }
    guard case .invalidInterval = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func toleranceIsChecked() throws {
    var workspace = try Workspace()
    #expect(throws: QuadratureError.self) {
      try workspace.integrate(
        Bell(mean: 0), from: 0, to: 1, tolerance: Tolerance(relative: 1e-16))
    }
  }

  @Test func failureCarriesTheBestEstimate() throws {
    var workspace = try Workspace(limit: 2)
    let error = #expect(throws: QuadratureError.self) {
      try workspace.integrate(Bell(mean: 100), from: 0, to: 1000, rule: .points15)
    }
    guard case .notConverged(let best, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(best.evaluations == 45 || best.evaluations == 15)
  }
}
