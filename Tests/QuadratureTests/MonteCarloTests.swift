// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Foundation
import Quadrature
import Testing

/// An integral over a box, in closed form.
struct BoxCase: CustomTestStringConvertible, Sendable {
  let name: String
  let lower: [Double]
  let upper: [Double]
  let truth: Double
  let integrand: @Sendable (Span<Double>) -> Double

  var testDescription: String { name }

  static let all: [BoxCase] = [
    // The sheet's normaliser in one dimension: ∫₀¹⁰ exp(−z) dz = 1 − e⁻¹⁰.
    BoxCase(
      name: "exponential", lower: [0], upper: [10], truth: 0.99995460007023751515,
      integrand: { z in exp(-z[0]) }),
    // erf(5/√2)² : two standard normals over (−5, 5)².
    BoxCase(
      name: "normal", lower: [-5, -5], upper: [5, 5], truth: 0.99999885339404115972,
      integrand: { z in exp(-0.5 * (z[0] * z[0] + z[1] * z[1])) / (2 * .pi) }),
    // Genz's product peak with a = 5, u = ½: (10 atan 2.5)³.
    BoxCase(
      name: "product peak", lower: [0, 0, 0], upper: [1, 1, 1], truth: 1686.3910933949375570,
      integrand: { z in
        z.indices.reduce(1) { $0 / (0.04 + (z[$1] - 0.5) * (z[$1] - 0.5)) }
      }),
    // ∫ Σ zᵢ over (0, 1)¹⁰ = 5.
    BoxCase(
      name: "sum in ten dimensions", lower: Array(repeating: 0, count: 10),
      upper: Array(repeating: 1, count: 10), truth: 5,
      integrand: { z in z.indices.reduce(0) { $0 + z[$1] } }),
  ]
}

struct MonteCarloTests {
  @Test(arguments: BoxCase.all, MonteCarlo.Method.allCases)
  func truthIsWithinFourStandardErrors(_ row: BoxCase, method: MonteCarlo.Method) throws {
    for seed: UInt64 in 1...6 {
      let monteCarlo = MonteCarlo(method, calls: 20_000, seed: seed)
      let result = try monteCarlo.integrate(from: row.lower, to: row.upper, row.integrand)
      #expect(abs(result.value - row.truth) <= 4 * result.standardError, "seed \(seed): \(result)")
      #expect(result.standardError < 0.05 * row.truth, "seed \(seed): \(result)")
      #expect(result.evaluations <= 20_000 && result.evaluations >= 10_000, "\(result)")
      #expect((result.chiSquaredPerDegreeOfFreedom != nil) == (method == .vegas))
      if let chiSquared = result.chiSquaredPerDegreeOfFreedom {
        #expect(chiSquared >= 0 && chiSquared < 10, "seed \(seed): \(result)")
      }
    }
  }

  @Test(arguments: MonteCarlo.Method.allCases)
  func sameSeedGivesSameBits(_ method: MonteCarlo.Method) throws {
    let row = BoxCase.all[1]
    func result(seed: UInt64) throws -> MonteCarloEstimate {
      try MonteCarlo(method, calls: 20_000, seed: seed).integrate(
        from: row.lower, to: row.upper, row.integrand)
    }
    #expect(try result(seed: 7) == result(seed: 7))
    #expect(try result(seed: 7).value != result(seed: 8).value)
    #expect(try result(seed: 1).value != result(seed: 1 << 33).value)
    // Folded to 32 bits.
    #expect(try result(seed: 2) == result(seed: 2 << 32))
  }

  @Test func plainIsGSLsBitByBit() throws {
    let generator = gsl_rng_alloc(cgsl_rng_mt19937())
    let state = gsl_monte_plain_alloc(2)
    defer {
      gsl_rng_free(generator)
      gsl_monte_plain_free(state)
    }
    gsl_rng_set(generator, 42)
    var function = gsl_monte_function(
      f: { z, _, _ in z.map { $0[0] * $0[1] * $0[1] } ?? .nan }, dim: 2, params: nil)
    var (value, error) = (0.0, 0.0)
    gsl_monte_plain_integrate(
      &function, [0, 1], [2, 3], 2, 1000, generator, state, &value, &error)
    let result = try MonteCarlo(.plain, calls: 1000, seed: 42).integrate(
      from: [0, 1], to: [2, 3]
    ) { z in z[0] * z[1] * z[1] }
    #expect(result == MonteCarloEstimate(value: value, standardError: error, evaluations: 1000))
  }

  @Test(arguments: [MonteCarlo.Method.plain, .miser], [0, 2.5])
  func constantIsExact(_ method: MonteCarlo.Method, constant: Double) throws {
    let result = try MonteCarlo(method, calls: 12_000).integrate(
      from: [0, 0, 0], to: [1, 2, 4]
    ) { _ in constant }
    #expect(abs(result.value - 8 * constant) <= 1e-13 * constant)
    #expect(result.standardError <= 1e-6 * constant + 1e-100)
    #expect(result.evaluations <= 12_000)
  }

  @Test(arguments: MonteCarlo.Method.allCases)
  func nonFiniteValueNamesItsPoint(_ method: MonteCarlo.Method) {
    let evaluations = Counter()
    let error = #expect(throws: QuadratureError.self) {
      try MonteCarlo(method, calls: 10_000).integrate(from: [0, 0], to: [1, 1]) { z in
        evaluations.count += 1
        return z[0] > 0.75 ? .nan : 1
      }
    }
    guard case .nonFiniteMultivariateIntegrand(let point, let value) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(point.count == 2 && point[0] > 0.75 && value.isNaN)
    #expect(evaluations.count < 1000)
  }

  @Test(arguments: MonteCarlo.Method.allCases, [1, 2, 3, 50, 799, 2000, 9000])
  func errorOfTheIntegrandEndsTheEvaluations(_ method: MonteCarlo.Method, last: Int) {
    let evaluations = Counter()
    #expect(throws: Failure(number: last)) {
      try MonteCarlo(method, calls: 12_000).integrate(from: [0, 0], to: [1, 1]) { z -> Double in
        evaluations.count += 1
        if evaluations.count == last { throw Failure(number: last) }
        return z[0]
      }
    }
    #expect(evaluations.count == last)
  }

  @Test(arguments: [
    ([], []), ([0], [1, 2]), ([0], [0]), ([1], [0]), ([.nan], [1]), ([0], [.infinity]),
    ([-1e308], [1e308]), ([0, 0], [1e200, 1e200]), ([0, 0], [1e-200, 1e-200]),
    (Array(repeating: 0, count: 31), Array(repeating: 1, count: 31)),
  ])
  func boxIsChecked(_ lower: [Double], _ upper: [Double]) {
    #expect(throws: QuadratureError.self) {
      try MonteCarlo().integrate(from: lower, to: upper) { _ in 1 }
    }
  }

  @Test(arguments: [
    (MonteCarlo.Method.plain, 1), (.miser, 0), (.vegas, 9999), (.plain, .min), (.miser, .max),
    (.vegas, 1 << 31),
  ])
  func numberOfCallsIsChecked(_ method: MonteCarlo.Method, calls: Int) {
    let error = #expect(throws: QuadratureError.self) {
      try MonteCarlo(method, calls: calls).integrate(from: [0], to: [1]) { _ in 1 }
    }
    #expect(error?.description.contains("\(Double(calls))") == true)
  }

  /// VEGAS once said 0 in 100 dimensions, and in 10 with 1000 calls.
  @Test(arguments: [
    (MonteCarlo.Method.plain, 1, 100), (.miser, 1, 100), (.plain, 100, 100), (.miser, 100, 100),
    (.miser, 3, 1536), (.vegas, 1, 10_000), (.vegas, 2, 10_001), (.vegas, 10, 10_000),
    (.vegas, 30, 10_000),
  ])
  func smallBudgetIsHonest(_ method: MonteCarlo.Method, dimensions: Int, calls: Int) throws {
    let lower = Array(repeating: 0.0, count: dimensions)
    let upper = Array(repeating: 1.0, count: dimensions)
    for seed: UInt64 in 1...4 {
      let result = try MonteCarlo(method, calls: calls, seed: seed).integrate(
        from: lower, to: upper
      ) { 1 + $0[0] }
      #expect(abs(result.value - 1.5) <= 4 * result.standardError, "\(result)")
      #expect(result.evaluations <= calls)
    }
  }

  /// GSL's VEGAS calls that 0 ± 0 in every iteration, and the grid stays as it is.
  @Test func vegasOfZeroIsZero() throws {
    let result = try MonteCarlo(.vegas).integrate(from: [0], to: [1]) { _ in 0 }
    #expect(result.value == 0 && result.standardError == 0)
  }

  @Test(arguments: MonteCarlo.Method.allCases)
  func overflowIsAnError(_ method: MonteCarlo.Method) {
    #expect(throws: QuadratureError.self) {
      try MonteCarlo(method, calls: 12_000).integrate(from: [0], to: [1]) { z in 1e300 * z[0] }
    }
  }
}
