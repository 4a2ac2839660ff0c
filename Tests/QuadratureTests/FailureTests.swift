// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

/// What the integrators refuse, and what they say.
struct FailureTests {
  static let plain: [Routine] =
    IntegralCase.qag + [.automatic, .qng, .qags, .qagp, .cquad, .romberg()]
  static let weighted: [Routine] = [
    .qawc(singularity: 0.5), .qaws(EndpointSingularity()), .qawo(.sine(frequency: 1)),
  ]
  static let halfLines: [Routine] = [.qagiu, .qagil, .qagi, .qawf(.cosine(frequency: 1))]

  /// An interval that the routine takes.
  static func interval(of routine: Routine) -> (from: Double, to: Double) {
    switch routine {
    case .qagi: (-.infinity, .infinity)
    case .qagiu, .qawf: (0, .infinity)
    case .qagil: (-.infinity, 0)
    default: (0, 1)
    }
  }

  @Test(
    arguments: plain + weighted + halfLines,
    [
      Tolerance(relative: -1e-3), Tolerance(relative: .nan), Tolerance(relative: .infinity),
      Tolerance(relative: 0, absolute: -1), Tolerance(relative: 0, absolute: .nan),
      Tolerance(relative: 1e-3, absolute: .infinity), Tolerance(relative: 0),
      Tolerance(relative: 1e-16),
    ])
  func toleranceIsChecked(_ routine: Routine, _ tolerance: Tolerance) {
    let (from, to) = Self.interval(of: routine)
    let evaluations = Counter()
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: from, to: to, using: routine, tolerance: tolerance) { _ in
        evaluations.count += 1
        return 1
      }
    }
    guard case .invalidTolerance = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("\(tolerance)") == true)
    #expect(evaluations.count == 0)
  }

  @Test func qawfNeedsAnAbsoluteTolerance() {
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: .infinity, using: .qawf(.sine(frequency: 1))) { exp(-$0) }
    }
    #expect(error?.description.contains("absolute") == true)
  }

  /// 50ε is the smallest relative tolerance of QUADPACK's routines.
  @Test func smallestToleranceIsTaken() throws {
    let smallest = Tolerance(relative: 50 * .ulpOfOne)
    #expect(try integrate(from: 0, to: 1, tolerance: smallest) { exp($0) }.value > 1.7)
    #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1, tolerance: Tolerance(relative: (50 * .ulpOfOne).nextDown)) {
        exp($0)
      }
    }
  }

  @Test(arguments: plain + weighted + halfLines)
  func endsMustBeNumbers(_ routine: Routine) {
    let tolerance = Tolerance(relative: 1e-8, absolute: 1e-8)
    for (from, to) in [(Double.nan, 1.0), (0, .nan), (.nan, .nan)] {
      let error = #expect(throws: QuadratureError.self) {
        try integrate(from: from, to: to, using: routine, tolerance: tolerance) { $0 }
      }
      guard case .invalidInterval = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  static let foreignIntervals: [(Routine, Double, Double)] = [
    (.qagi, 0, 1), (.qagi, 0, .infinity), (.qagi, -.infinity, 3), (.qagiu, 0, 1),
    (.qagiu, -.infinity, 0), (.qagiu, -.infinity, .infinity), (.qagil, 0, 1),
    (.qagil, 0, .infinity), (.qagil, -.infinity, .infinity), (.qawf(.sine(frequency: 1)), 0, 1),
    (.qawf(.sine(frequency: 1)), -.infinity, 1), (.qawo(.sine(frequency: 1)), 0, .infinity),
    (.qawc(singularity: 2), 0, .infinity), (.qaws(EndpointSingularity()), -.infinity, 0),
    (.qags, -1e308, 1e308), (.automatic, -1e308, 1e308),
  ]

  @Test(arguments: foreignIntervals)
  func intervalMustBeOneTheRoutineTakes(_ routine: Routine, from: Double, to: Double) {
    for (from, to) in [(from, to), (to, from)] {
      let error = #expect(throws: QuadratureError.self) {
        try integrate(
          from: from, to: to, using: routine, tolerance: Tolerance(relative: 1e-8, absolute: 1e-8)
        ) { _ in 1 }
      }
      guard case .invalidInterval(min(from, to), max(from, to), let requirement) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!requirement.isEmpty)
    }
  }

  @Test(arguments: plain + weighted)
  func emptyIntervalIsZero(_ routine: Routine) throws {
    for end in [0.3, 0, -1e300] {
      let integral = try integrate(from: end, to: end, using: routine) { _ in .nan }
      #expect(integral == Integral(value: 0, error: 0, evaluations: 0, intervals: 0))
    }
  }

  @Test(arguments: [-0.5, 1.5, .nan, .infinity, -.infinity])
  func breakpointMustLieInside(_ point: Double) {
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1, breakpoints: [0.5, point]) { $0 }
    }
    guard case .invalidBreakpoint = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("\(point)") == true)
  }

  @Test(arguments: plain + weighted + halfLines)
  func onlyQAGPTakesBreakpoints(_ routine: Routine) throws {
    let (from, to) = Self.interval(of: routine)
    let inside = from == -.infinity ? -0.5 : 0.5
    let attempt = {
      try integrate(
        from: from, to: to, breakpoints: [inside], using: routine,
        tolerance: Tolerance(relative: 1e-8, absolute: 1e-8)
      ) { exp(-$0 * $0) }
    }
    if routine == .qagp || routine == .automatic {
      #expect(try attempt().evaluations > 0)
    } else {
      let error = #expect(throws: QuadratureError.self) { try attempt() }
      #expect(
        error
          == .invalidBreakpoint(
            inside, requirement: "\(routine.name) takes no breakpoints; QAGP does"))
    }
    // At the ends they say nothing, and are let through.
    let ends = [from, to].filter(\.isFinite)
    _ = try integrate(
      from: from, to: to, breakpoints: ends, using: routine,
      tolerance: Tolerance(relative: 1e-8, absolute: 1e-8)
    ) { exp(-$0 * $0) }
  }

  @Test func breakpointsMustFitTheLimit() {
    let points = (1..<10).map { Double($0) / 10 }
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1, breakpoints: points, limit: 10) { $0 }
    }
    guard case .invalidParameter(_, 10, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: plain + weighted + halfLines, [Double.nan, .infinity, -.infinity])
  func nonFiniteIntegrandIsAnError(_ routine: Routine, value: Double) {
    let (from, to) = Self.interval(of: routine)
    let evaluations = Counter()
    let error = #expect(throws: QuadratureError.self) {
      try integrate(
        from: from, to: to, using: routine, tolerance: Tolerance(relative: 1e-8, absolute: 1e-8)
      ) { _ in
        evaluations.count += 1
        return value
      }
    }
    guard case .nonFiniteIntegrand(let z, let seen) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(z >= from && z <= to && (seen == value || value.isNaN))
    // CQUAD may leave out the end that it asks for first.
    #expect(evaluations.count == (routine == .cquad ? 2 : 1))
  }

  @Test(arguments: [
    Routine.qng, .qag(), .qags, .qagp, .romberg(levels: 5),
  ])
  func failureCarriesTheBestEstimate(_ routine: Routine) throws {
    // ∫₀¹ sin²(1000z) = ½ − sin(2000)/4000.
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1, using: routine, limit: 4) { sin(1000 * $0) * sin(1000 * $0) }
    }
    guard case .notConverged(let best, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(abs(best.value - 0.5) < 0.5 && best.error > 0 && best.evaluations > 0)
    #expect(best.status == .notConverged)
    #expect(!reason.isEmpty && error?.description.contains("\(best.value)") == true)
  }

  /// CQUAD does not give up: it drops what does not fit, and says so in its error.
  @Test func cquadMarksWhatItDropped() throws {
    let integral = try integrate(from: 0, to: 1, using: .cquad, limit: 4) {
      sin(1000 * $0) * sin(1000 * $0)
    }
    #expect(integral.status == .roundoff && integral.error > 0.1)
    #expect(abs(integral.value - 0.5) <= integral.error)
  }

  /// A divergent integral is no number: ∫₀¹ z^(−3/2) dz. GSL's CQUAD says ∞ ± 0.
  @Test(arguments: [Routine.qags, .cquad])
  func divergenceIsAnError(_ routine: Routine) {
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1, using: routine) { $0 == 0 ? 0 : pow($0, -1.5) }
    }
    guard case .notConverged(let best, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(best.error > 0, "\(best)")
    #expect(routine != .cquad || best.error == .infinity)
  }

  /// GSL's CQUAD never comes back from this one.
  @Test func cquadComesToAnEnd() throws {
    var workspace = try Workspace()
    let error = #expect(throws: QuadratureError.self) {
      try workspace.integrate(from: 0, to: 1, using: .cquad) { $0 == 0 ? 1 : 0 }
    }
    guard case .notConverged(let best, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(abs(best.value) < 1e-6 && (100_000..<100_100).contains(best.evaluations))
    // The workspace is whole again.
    let row = { (workspace: inout Workspace) in
      try workspace.integrate(from: 0, to: 1, using: .cquad) { cos(1000 * $0) / (0.1 + $0) }
    }
    var fresh = try Workspace()
    #expect(try row(&workspace) == row(&fresh))
  }

  /// Values that are finite with a sum that is not.
  @Test(arguments: plain)
  func overflowIsAnError(_ routine: Routine) {
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1e3, using: routine) { _ in 1e307 }
    }
    guard case .notConverged = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// cos(100z) over whole periods: no relative tolerance can be met at 0.
  @Test func roundoffIsMarked() throws {
    let integral = try integrate(from: 0, to: 2 * .pi) { cos($0) }
    #expect(integral.status == .roundoff && abs(integral.value) <= integral.error)
    #expect(integral.error < 1e-13)
  }

  @Test(arguments: [1, 0, -1, 31, .min, .max])
  func rombergsLevelsHaveLimits(_ levels: Int) {
    #expect(
      throws: QuadratureError.invalidParameter(
        name: "Romberg's levels", value: Double(levels), requirement: "from 2 to 30")
    ) { try integrate(from: 0, to: 1, using: .romberg(levels: levels)) { $0 } }
  }

  @Test(arguments: [0.0, 1, .nan, .infinity])
  func principalValueHasItsSingularityInside(_ singularity: Double) {
    let error = #expect(throws: QuadratureError.self) {
      try integrate(from: 0, to: 1, using: .qawc(singularity: singularity)) { $0 }
    }
    #expect(error?.description.contains("\(singularity)") == true)
  }

  @Test(arguments: [-1, -2, .nan, .infinity])
  func exponentsAreAbove1(_ exponent: Double) {
    for weight in [
      EndpointSingularity(lowerExponent: exponent), EndpointSingularity(upperExponent: exponent),
    ] {
      let error = #expect(throws: QuadratureError.self) {
        try integrate(from: 0, to: 1, using: .qaws(weight)) { $0 }
      }
      #expect(error?.description.contains("\(exponent)") == true)
    }
  }

  @Test(arguments: [Double.nan, .infinity])
  func frequencyIsFinite(_ frequency: Double) {
    for oscillation in [Oscillation.sine(frequency: frequency), .cosine(frequency: frequency)] {
      for (routine, upper) in [(Routine.qawo(oscillation), 1.0), (.qawf(oscillation), .infinity)] {
        let error = #expect(throws: QuadratureError.self) {
          try integrate(
            from: 0, to: upper, using: routine, tolerance: Tolerance(relative: 0, absolute: 1e-6)
          ) { exp(-$0) }
        }
        #expect(error?.description == "the frequency must be a finite number, got \(frequency)")
      }
    }
  }
}
