// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import Testing

struct MinimizerTests {
  @Test(arguments: [
    // name, bracket, location, value
    ("parabola", 0.0, 5.0, 1.25, 2.0),
    // cos at π.
    ("cosine", 2.0, 4.5, 3.14159265358979323846, -1.0),
    // z log z: −1/e at 1/e.
    ("entropy", 0.01, 1.0, 0.36787944117144232160, -0.36787944117144232160),
    // The sheet's gap at m = −0.7: φ* = (−m + √(m² + 8))/2; the value by its formula, 40 digits.
    ("gap", 0.5, 8.0, 1.8068802284333465413, 0.0),
    ("far away", 9e5, 2e6, 1e6, 3.0),
  ])
  func minimumIsFound(
    _ name: String, lower: Double, upper: Double, location: Double, value: Double
  ) throws {
    let functions: [String: (Double) -> Double] = [
      "parabola": { z in 2 + (z - 1.25) * (z - 1.25) },
      "cosine": { cos($0) },
      "entropy": { z in z * log(z) },
      "gap": { z in 1 / (z * z) + 0.7 / z + log(z) - 1 - MinimizerTests.gapAtMinimum },
      "far away": { z in 3 + (z - 1e6) * (z - 1e6) },
    ]
    let function = try #require(functions[name])
    for (from, to) in [(lower, upper), (upper, lower)] {
      let minimum = try Minimizer().minimum(from: from, to: to, of: function)
      #expect(abs(minimum.location - location) <= 1e-7 * location)
      // f(z) − f(z*) is half the curvature, 2 at most, times the square of the distance.
      let distance = minimum.location - location
      #expect(abs(minimum.value - value) <= distance * distance + 1e-15 * max(1, abs(value)))
      #expect(minimum.lower <= minimum.location && minimum.location <= minimum.upper)
      #expect(minimum.upper - minimum.lower <= 1e-7 * location)
      #expect(minimum.iterations >= 1 && minimum.iterations < 100)
      #expect(minimum.value == function(minimum.location))
    }
  }

  /// 1/φ² − m/φ + log φ − 1 at m = −0.7, φ = φ*.
  static let gapAtMinimum: Double = {
    let z = (0.7 + 8.49.squareRoot()) / 2
    return 1 / (z * z) + 0.7 / z + log(z) - 1
  }()

  @Test func minimumAtZeroNeedsAnAbsoluteTolerance() throws {
    let minimizer = Minimizer(tolerance: Tolerance(relative: 0, absolute: 1e-6))
    let minimum = try minimizer.minimum(from: -1, to: 2) { $0 * $0 }
    #expect(abs(minimum.location) <= 1e-6)
  }

  @Test func guessOutsideTheBracketIsNamed() {
    for guess in [-1.0, 0, 1, 2, .nan, .infinity] {
      let error = #expect(throws: QuadratureError.self) {
        try Minimizer().minimum(from: 0, to: 1, startingAt: guess) { $0 }
      }
      #expect(error?.description.contains("\(guess)") == true)
    }
  }

  @Test(arguments: [(0.0, 1.0), (1, 0), (-3, -2), (-1e6, 1e6)])
  func slopeHasNoMinimumInside(_ a: Double, _ b: Double) {
    for slope in [1.0, -1] {
      let error = #expect(throws: QuadratureError.self) {
        try Minimizer().minimum(from: a, to: b) { slope * $0 }
      }
      guard case .invalidInterval(min(a, b), max(a, b), _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func slopeIsNoBracket() {
    #expect(
      throws: QuadratureError.invalidInterval(
        from: 0, to: 1, requirement: "the function must be smaller at 0.5 than at its ends")
    ) { try Minimizer().minimum(from: 0, to: 1, startingAt: 0.5) { $0 } }
  }

  @Test(arguments: [(0.0, 0.0), (.nan, 1), (0, .infinity), (-1e308, 1e308)])
  func bracketIsChecked(_ a: Double, _ b: Double) {
    #expect(throws: QuadratureError.self) { try Minimizer().minimum(from: a, to: b) { $0 * $0 } }
    #expect(throws: QuadratureError.self) { try RootFinder().root(from: a, to: b) { $0 } }
  }

  @Test(arguments: [
    Tolerance(relative: 1e-9), Tolerance(relative: .nan), Tolerance(relative: -1),
    Tolerance(relative: 0, absolute: .infinity), Tolerance(relative: 0),
  ])
  func toleranceIsChecked(_ tolerance: Tolerance) {
    #expect(throws: QuadratureError.self) {
      try Minimizer(tolerance: tolerance).minimum(from: -1, to: 2) { $0 * $0 }
    }
  }

  @Test func limitOfIterationsIsKept() {
    for limit in [0, -1, .min] {
      #expect(throws: QuadratureError.self) {
        try Minimizer(iterationLimit: limit).minimum(from: -1, to: 2) { $0 * $0 }
      }
    }
    let error = #expect(throws: QuadratureError.self) {
      try Minimizer(iterationLimit: 3).minimum(from: 2, to: 4.5) { cos($0) }
    }
    guard case .bracketTooWide(let lower, let upper, 3) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lower < .pi && .pi < upper)
  }

  @Test(arguments: 1...9)
  func badValuesEndTheSearch(_ last: Int) {
    expectTheEnd(at: last, value: .nan, of: { cos($0) }) { function in
      try Minimizer().minimum(from: 2, to: 4.5, of: function)
    }
  }
}

/// A search ends at the first value that is not finite, and at the first error, and evaluates nothing after it.
private func expectTheEnd<Outcome>(
  at last: Int, value: Double, of function: @escaping (Double) -> Double,
  _ search: (_ function: (Double) throws -> Double) throws -> Outcome
) {
  var count = 0
  let error = #expect(throws: QuadratureError.self) {
    _ = try search { z in
      count += 1
      return count == last ? value : function(z)
    }
  }
  guard case .nonFiniteIntegrand(_, let offence) = error, offence.isNaN == value.isNaN else {
    Issue.record("\(String(describing: error))")
    return
  }
  #expect(count == last)
  count = 0
  #expect(throws: Failure(number: last)) {
    _ = try search { z in
      count += 1
      if count == last { throw Failure(number: last) }
      return function(z)
    }
  }
  #expect(count == last)
}

struct RootFinderTests {
  @Test(arguments: [
    ("square", 0.0, 2.0, 1.41421356237309504880),
    // The Dottie number, cos z = z.
    ("Dottie", 0.0, 1.0, 0.73908513321516064166),
    // Lambert's W(1): z eᶻ = 1.
    ("Lambert", -3.0, 1.0, 0.56714329040978387300),
    ("flat", 0.0, 3.0, 1.0),
    ("far away", 0.0, 1e9, 1e6),
    ("small", 0.0, 1.0, 1e-12),
    ("zero", -1.0, 3.0, 0.0),
    ("lower end", 5.0, 6.0, 5.0),
    ("upper end", 4.0, 5.0, 5.0),
  ])
  func rootIsFound(_ name: String, lower: Double, upper: Double, truth: Double) throws {
    let functions: [String: (Double) -> Double] = [
      "square": { z in z * z - 2 },
      "Dottie": { z in cos(z) - z },
      "Lambert": { z in z * exp(z) - 1 },
      "flat": { z in (z - 1) * (z - 1) * (z - 1) },
      "far away": { z in atan(z - 1e6) },
      "small": { z in z - 1e-12 },
      "zero": { z in z * exp(z) },
      "lower end": { z in z - 5 },
      "upper end": { z in z - 5 },
    ]
    let function = try #require(functions[name])
    for (from, to) in [(lower, upper), (upper, lower)] {
      let root = try RootFinder().root(from: from, to: to, of: function)
      #expect(abs(root.location - truth) <= 1e-15 * truth, "\(root)")
      #expect(root.lower <= root.location && root.location <= root.upper)
      #expect(root.iterations < 200, "\(root)")
    }
  }

  @Test func toleranceIsKept() throws {
    let tolerance = Tolerance(relative: 0, absolute: 1e-3)
    let root = try RootFinder(tolerance: tolerance).root(from: 0, to: 2) { $0 * $0 * $0 - 2 }
    #expect(root.upper - root.lower <= 1e-3)
    #expect(abs(root.location - 1.25992104989487316477) <= 1e-3)
  }

  @Test func equalSignsAreNoBracket() {
    #expect(
      throws: QuadratureError.invalidInterval(
        from: -1, to: 1, requirement: "the function must have opposite signs at its ends")
    ) { try RootFinder().root(from: 1, to: -1) { $0 * $0 + 1 } }
  }

  @Test(arguments: [
    Tolerance(relative: 1e-16), Tolerance(relative: .nan), Tolerance(relative: 0, absolute: -1),
  ])
  func toleranceIsChecked(_ tolerance: Tolerance) {
    #expect(throws: QuadratureError.self) {
      try RootFinder(tolerance: tolerance).root(from: -1, to: 2) { $0 }
    }
  }

  @Test func limitOfIterationsIsKept() {
    #expect(throws: QuadratureError.self) {
      try RootFinder(iterationLimit: 0).root(from: -1, to: 2) { $0 }
    }
    let error = #expect(throws: QuadratureError.self) {
      try RootFinder(iterationLimit: 2).root(from: 0, to: 2) { $0 * $0 - 2 }
    }
    guard case .bracketTooWide(let lower, let upper, 2) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lower < 2.squareRoot() && 2.squareRoot() < upper)
  }

  @Test(arguments: 1...7)
  func badValuesEndTheSearch(_ last: Int) {
    expectTheEnd(at: last, value: .infinity, of: { cos($0) - $0 }) { function in
      try RootFinder().root(from: 0, to: 1, of: function)
    }
  }
}

struct NumericalDerivativeTests {
  static let cases: [String: (function: @Sendable (Double) -> Double, z: Double, truth: Double)] = [
    // e
    "exp": ({ exp($0) }, 1, 2.71828182845904523536),
    // cos 2
    "sin": ({ sin($0) }, 2, -0.41614683654714238700),
    // 3√z/2 at 4
    "power": ({ pow($0, 1.5) }, 4, 3),
    "line": ({ 3 * $0 - 7 }, 1e6, 3),
    "constant": ({ _ in 5 }, 0, 0),
    // φ = 2, x = 0.3, θ = 1 on the sheet: ∂ELBO/∂φ = 2/φ³ − m/φ² − 1/φ, m = −0.7.
    "ELBO": ({ phi in -1 / (phi * phi) - 0.7 / phi - log(phi) }, 2, -0.075),
  ]

  @Test(arguments: cases.keys.sorted(), NumericalDerivative.Side.allCases)
  func errorCoversTheTruth(_ name: String, side: NumericalDerivative.Side) throws {
    let row = try #require(Self.cases[name])
    let derivative = try NumericalDerivative(side, step: 1e-2).derivative(
      at: row.z, of: row.function)
    #expect(abs(derivative.value - row.truth) <= derivative.error, "\(derivative)")
    #expect(derivative.error <= (side == .central ? 1e-6 : 1e-4), "\(derivative)")
  }

  @Test(arguments: NumericalDerivative.Side.allCases)
  func stepIsTheLargest(_ side: NumericalDerivative.Side) throws {
    _ = try NumericalDerivative(side, step: 0.25).derivative(at: 1) { z in
      switch side {
      case .central: #expect(abs(z - 1) <= 0.25 && z != 1)
      case .forward: #expect(z > 1 && z <= 1.25)
      case .backward: #expect(z < 1 && z >= 0.75)
      }
      return exp(z)
    }
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e-17])
  func stepIsChecked(_ step: Double) {
    let error = #expect(throws: QuadratureError.self) {
      try NumericalDerivative(step: step).derivative(at: 1) { $0 }
    }
    #expect(error?.description.contains("\(step)") == true)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func pointIsChecked(_ z: Double) {
    let error = #expect(throws: QuadratureError.self) {
      try NumericalDerivative(step: 1).derivative(at: z) { $0 }
    }
    #expect(error?.description == "z must be a finite number, got \(z)")
  }

  @Test func overflowIsAnError() {
    #expect(throws: QuadratureError.self) {
      try NumericalDerivative(step: 1e-9).derivative(at: 0) { $0 > 0 ? 1e305 : -1e305 }
    }
  }

  @Test func nonFiniteValueNamesItsPoint() {
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: -0.5, value: -.infinity)) {
      try NumericalDerivative(step: 1).derivative(at: 0.5) { z in z > 0 ? log(z) : -.infinity }
    }
  }

  @Test(arguments: 1...8)
  func errorOfTheFunctionArrivesUnchanged(_ last: Int) {
    let evaluations = Counter()
    #expect(throws: Failure(number: last)) {
      try NumericalDerivative(step: 0.01).derivative(at: 1) { z -> Double in
        evaluations.count += 1
        if evaluations.count == last { throw Failure(number: last) }
        return exp(z)
      }
    }
    #expect(evaluations.count == last)
  }
}
