// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// How importance ratios vary, against closed forms, and the index of their tails against theory.
@Suite struct ImportanceWeightTests {
  private static func weights(
    _ prior: String, _ likelihood: String, _ x: [Double], _ q: String, draws: [Int] = []
  ) throws -> ImportanceWeights {
    var workspace = try Workspace()
    return try Model(prior: prior, likelihood: likelihood, observations: x)
      .posterior(workspace: &workspace)
      .importanceWeights(of: DistributionSpec.parse(q), draws: draws, workspace: &workspace)
  }

  private static func logJoint(
    _ text: String, on support: Interval, _ q: String, draws: [Int] = []
  ) throws -> ImportanceWeights {
    var workspace = try Workspace()
    return try Model(logJoint: text, support: support).posterior(workspace: &workspace)
      .importanceWeights(of: DistributionSpec.parse(q), draws: draws, workspace: &workspace)
  }

  /// Whether a number is right within its bound, and the bound tight.
  private static func expect(
    _ value: Quantity, _ truth: Double, _ name: String, relative: Double = 1e-11
  ) throws {
    let estimate = try #require(value.estimate, "\(name): \(value)")
    // The truth is rounded too.
    let allowed = estimate.error + 8 * truth.ulp
    #expect(abs(estimate.value - truth) <= allowed, "\(name): \(estimate), is \(truth)")
    #expect(estimate.error <= relative * max(1e-3, abs(truth)), "\(name): \(estimate)")
  }

  /// θ = 1, x = 2, φ = 0.8.
  @Test func theExerciseHasItsNumbers() throws {
    let found = try Self.weights("exponential(1)", "normal(z, 1)", [2], "exponential(0.8)")
    #expect(abs(found.effectiveSampleSize.value - 0.787421) < 5e-7)
    // Of log w = c − z²/2 + 1.8z under an exponential distribution.
    try Self.expect(found.logVariance, 3.20703125, "Var log w")
    #expect(found.tailIndex == .finite(Estimate(-2, error: 0)))
    let top = 0.5 * 1.8 * 1.8 - 2 - 0.5 * log(2 * Double.pi) - log(0.8)
    try Self.expect(found.largestLog, top, "max log w")
    #expect(abs((found.largestPlace ?? .nan) - 1.8) < 1e-15)
    guard case .infinite(.plus, _) = found.reverseChiSquare else {
      Issue.record("\(found.reverseChiSquare)")
      return
    }
    #expect(found.reachedLogEvidence == nil && found.errorKind.isVerified)
  }

  /// Of normal distributions p and q, χ²(p‖q) = σ_q²/(σ_p√(2σ_q² − σ_p²)) exp(d²/(2σ_q² − σ_p²)) − 1.
  private static func chiSquare(_ p: (Double, Double), _ q: (Double, Double)) -> Double {
    let spread = 2 * q.1 * q.1 - p.1 * p.1
    let log = 2 * log(q.1) - log(p.1) - 0.5 * log(spread) + (p.0 - q.0) * (p.0 - q.0) / spread
    return expm1(log)
  }

  @Test(arguments: [(0.5, 0.6), (0.4, 0.9), (0.5, 0.75), (-1, 0.8)])
  func normalPosteriorsFollowTheClosedForms(_ mean: Double, _ sigma: Double) throws {
    let found = try Self.weights(
      "normal(0, 1)", "normal(z, 1)", [1], "normal(\(mean), \(sigma))")
    let root = 0.5.squareRoot()
    let forward = Self.chiSquare((0.5, root), (mean, sigma))
    try Self.expect(found.chiSquare, forward, "chi", relative: 1e-10)
    try Self.expect(
      found.reverseChiSquare, Self.chiSquare((mean, sigma), (0.5, root)), "reverse",
      relative: 1e-10)
    try Self.expect(found.effectiveSampleSize, 1 / (1 + forward), "ess", relative: 1e-10)
    try Self.expect(found.drawsNeeded, 1e4 * forward, "draws", relative: 1e-9)
    // log w = c − a z²/2 + b z about the mean of q.
    let a = 2 - 1 / (sigma * sigma)
    let b = 2 * (0.5 - mean)
    let variance = 0.5 * a * a * pow(sigma, 4) + b * b * sigma * sigma
    try Self.expect(found.logVariance, variance, "Var log w", relative: 1e-10)
    try Self.expect(
      found.tailIndex, sigma * sigma < 0.5 ? 1 - 2 * sigma * sigma : -2, "k", relative: 1e-10)
  }

  /// A q next to the posterior: χ² of 1e-14 has its digits too, of which 1 + χ² − 1 has none.
  /// N(0, 1) against N(60, 1): χ² = e³⁶⁰⁰ − 1, which no double holds, and which is not infinite.
  @Test func whatOverflowsIsNoInfinity() throws {
    let weights = try Self.logJoint("-0.5*(z - 60)^2", on: .real, "normal(0, 1)")
    for quantity in [weights.chiSquare, weights.effectiveSampleSize, weights.drawsNeeded] {
      guard case .undefined(let reason) = quantity else {
        Issue.record("\(quantity)")
        continue
      }
      #expect(reason == "χ² is too large for a double")
    }
  }

  /// log w has too many terms for its square to be multiplied out (mpmath).
  @Test func theVarianceOfManyTermsHasATail() throws {
    let found = try Self.weights(
      "student_t(1.1, -1.1, 0.44)", "logistic(z, 0.5)", [-7.4, -0.46, -3.5, -7.6, -4],
      "normal(-4.1, 0.57)")
    try Self.expect(found.logVariance, 0.032379114844653350142, "Var log w")
    #expect(found.errorKind.isVerified)
  }

  @Test func whatIsNearlyTightHasDigits() throws {
    let found = try Self.weights(
      "normal(0, 1)", "normal(z, 1)", [1], "normal(0.5000001, 0.70710678118654752)")
    let chi = try #require(found.chiSquare.estimate)
    #expect(abs(chi.value - 2e-14) < 1e-19 + chi.error && chi.error < 1e-17)
  }

  /// The tail index by the ends of w: by theory for each.
  private static let gammaCases: [(String, Double)] = [
    // The posterior has shape 6 and rate 3.
    ("gamma(6, 4)", 0.25), ("gamma(7, 3)", 0.14285714285714285),
    ("gamma(7, 3.5)", 0.14285714285714285),
    ("gamma(5, 3)", 0), ("gamma(6, 2)", -0.16666666666666666), ("gamma(0.3, 2)", -2),
    ("gamma(5, 2)", -2),
    ("lognormal(0.5, 0.5)", 1), ("weibull(1, 0.2)", 0.4), ("inv_gamma(3, 1)", 1),
    ("exponential(3) T[0, 9]", -1), ("gamma(6, 2) T[3, ]", -1),
  ]

  @Test(arguments: gammaCases)
  func tailIndexOfGammaPosteriors(_ q: String, _ k: Double) throws {
    let found = try Self.weights("gamma(2, 1)", "poisson(z)", [3, 1], q)
    try Self.expect(found.tailIndex, k, q)
    #expect((found.largestLog.value == .infinity) == (k >= 0))
  }

  private static let lineCases: [(String, String, Double)] = [
    ("-3*log(1 + z^2)", "student_t(9, 1, 1)", 0.4444444444444444),
    ("-3*log(1 + z^2)", "cauchy(0, 1)", -2),
    ("-z^4 + z", "normal(0, 1)", -2), ("-z^2", "normal(1, 0.5)", 0.5),
    ("-abs(z) - z^2/2", "normal(0, 1)", -1), ("-z^2", "double_exponential(0, 1)", -2),
    ("-z^2", "logistic(3, 1)", -2), ("-abs(z)", "normal(0, 1)", 1),
    ("-2*abs(z)", "double_exponential(0, 0.25)", 0.5),
  ]

  @Test(arguments: lineCases)
  func tailIndexOnTheLine(_ text: String, _ q: String, _ k: Double) throws {
    let found = try Self.logJoint(text, on: .real, q)
    try Self.expect(found.tailIndex, k, "\(text) \(q)")
  }

  /// Where w is a power of z under a Pareto distribution, it has one itself, and every number of draws sees its index.
  @Test(arguments: [25, 1000, 1_000_000])
  func paretoWeightsHaveOneIndexAtEveryTail(_ count: Int) throws {
    let support = try Interval(from: 1, to: .infinity)
    let found = try Self.logJoint(
      "-3*log(z)", on: support, "pareto(1, 3)", draws: [count])
    let draws = try #require(found.draws.first)
    try Self.expect(draws.index, 1.0 / 3, "index", relative: 1e-8)
    try Self.expect(found.tailIndex, 1.0 / 3, "k")
    let sampled = try #require(draws.paretoShape)
    #expect(abs(sampled - 1.0 / 3) < 8 / Double(draws.tailCount).squareRoot())
  }

  /// Against the quantiles of |z| for log w = c − z²/6: w > y where |z| < …, by the inverse of Φ.
  @Test func theIndexThatDrawsSeeIsThatOfQuantiles() throws {
    let found = try Self.logJoint("-z^2", on: .real, "normal(0, 1)", draws: [1000])
    let standard = Normal.standard
    let values = [0.095, 0.0475, 0.02375].map { p -> Double in
      let z = standard.quantile(0.5 + p / 2)
      return exp(-0.5 * z * z)
    }
    let index = log2((values[2] - values[1]) / (values[1] - values[0]))
    let draws = try #require(found.draws.first)
    #expect(draws.tailCount == 95)
    try Self.expect(draws.index, index, "index", relative: 1e-8)
  }

  /// The fit, against NumPy: Tests/Fixtures/README.md.
  @Test(arguments: [
    (1000, 0.7, 0.6706577683143464), (400, 0.2, 0.25510334816479635), (25, 0.5, 0.5022472840391239),
  ])
  func paretoFitIsThatOfThePaper(_ count: Int, _ k: Double, _ truth: Double) throws {
    let logs = (1...count).map { -k * log((Double($0) - 0.5) / Double(count)) }
    let shape = try #require(ParetoFit.shape(ofLargest: logs))
    #expect(abs(shape - truth) < 1e-10)
  }

  @Test func paretoFitKnowsWhenThereIsNoTail() {
    #expect(ParetoFit.shape(ofLargest: []) == nil)
    #expect(ParetoFit.shape(ofLargest: [Double](repeating: 1, count: 100)) == nil)
    #expect(ParetoFit.shape(ofLargest: [Double](repeating: -.infinity, count: 100)) == nil)
    #expect(ParetoFit.shape(ofLargest: (0..<24).map { Double($0) }) != nil)
    #expect(ParetoFit.shape(ofLargest: (0..<20).map { Double($0) }) == nil)
  }

  /// Where q misses mass, χ² is infinite, and the effective sample size that of what w reaches.
  @Test func missingMassIsSaid() throws {
    let found = try Self.weights(
      "normal(0, 1)", "normal(z, 1)", [0], "exponential(1)")
    guard case .infinite(.plus, let reason) = found.chiSquare else {
      Issue.record("\(found.chiSquare)")
      return
    }
    #expect(reason.contains("outside"))
    // w/E_q[w] = 2 exp(−z² + z)/√π: its second moment is (4/π) ∫₀^∞ exp(−2z² + z) dz.
    let moment =
      4 / Double.pi * exp(0.125) * (Double.pi / 8).squareRoot()
      * (1 + erf(0.25 / 0.5.squareRoot()))
    try Self.expect(found.effectiveSampleSize, 1 / moment, "ess")
    let reached = try #require(found.reachedLogEvidence?.estimate)
    #expect(abs(reached.value - (-0.5 * log(4 * Double.pi) - log(2))) < 1e-14)
    // And a q that reaches where the posterior has none.
    let wide = try Self.weights("exponential(1)", "normal(z, 1)", [1], "normal(0.5, 0.8)")
    guard case .infinite(.plus, _) = wide.reverseChiSquare,
      case .undefined = wide.logVariance
    else {
      Issue.record("\(wide)")
      return
    }
    try Self.expect(wide.tailIndex, 0.36, "k")
  }

  @Test func aTightQHasNoTail() throws {
    let found = try Self.weights("gamma(2, 1)", "poisson(z)", [3, 1], "gamma(6, 3)", draws: [100])
    guard case .undefined(let reason) = found.tailIndex else {
      Issue.record("\(found.tailIndex)")
      return
    }
    #expect(reason.contains("constant") && found.draws.first?.paretoShape == nil)
    let chi = try #require(found.chiSquare.estimate)
    #expect(chi.value <= chi.error && chi.error < 1e-15)
  }

  @Test(arguments: [0, 24, 10_000_001, -3])
  func numbersOfDrawsAreChecked(_ count: Int) throws {
    #expect(throws: InferenceError.self) {
      _ = try Self.weights("exponential(1)", "normal(z, 1)", [2], "exponential(1)", draws: [count])
    }
  }
}
