// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

/// Divergences other than KL, against closed forms and sums and integrals by mpmath.
@Suite struct DivergencesTests {
  private static func divergences(
    _ q: String, _ p: String, orders: [Double] = []
  ) throws -> Divergences {
    var workspace = try Workspace()
    let found = try Divergences(
      of: DistributionSpec.law(q), and: DistributionSpec.law(p), orders: orders,
      workspace: &workspace)
    #expect(found.order == .yes, "\(q) \(p)")
    return found
  }

  /// Whether a number is right within its bound, and the bound tight.
  private static func expect(
    _ value: Quantity?, _ truth: Double, _ name: String, relative: Double = 1e-10
  ) throws {
    let estimate = try #require(value?.estimate, "\(name): \(String(describing: value))")
    let allowed = estimate.error + 8 * truth.ulp
    #expect(abs(estimate.value - truth) <= allowed, "\(name): \(estimate), is \(truth)")
    #expect(estimate.error <= relative * max(1e-3, abs(truth)), "\(name): \(estimate)")
  }

  private static func isInfinite(_ value: Quantity) -> Bool {
    if case .infinite(.plus, _) = value { true } else { false }
  }

  /// BC = √(2σ₁σ₂/(σ₁² + σ₂²)) exp(−d²/(4(σ₁² + σ₂²))), and TV by Φ at the two places where the densities meet.
  @Test func normalDistributionsFollowTheClosedForms() throws {
    let found = try Self.divergences("normal(0, 1)", "normal(1, 2)", orders: [0, 0.5, 1, 2])
    let coefficient = (0.8).squareRoot() * exp(-1 / 20)
    try Self.expect(found.squaredHellinger, 1 - coefficient, "H2")
    try Self.expect(found.renyi[1].value, -2 * log(coefficient), "Renyi 1/2")
    try Self.expect(found.renyi[2].value, 0.4431471805599453, "Renyi 1")
    // log(p²/(…)): σ*² = 4·2 − 1 = 7 for α = 2.
    let second = 0.5 * log(16.0 / 7) + 1.0 / 7
    try Self.expect(found.renyi[3].value, second, "Renyi 2")
    try Self.expect(found.reverseChiSquare, expm1(second), "chi")
    #expect(Self.isInfinite(found.chiSquare))
    try Self.expect(found.totalVariation, 0.39006566012105566, "TV")
    try Self.expect(found.jensenShannon, 0.12817497305439801, "JS")
    try Self.expect(found.forward, 2.5 - log(2) - 0.5, "forward")
    let zero = try #require(found.renyi[0].value.estimate)
    #expect(zero.value == 0 || zero.value < 1e-28)
  }

  /// Cauchy distributions have χ² = (d² + (σ₁ − σ₂)²)/(2σ₁σ₂).
  @Test func cauchyDistributionsHaveTheSameBothWays() throws {
    let found = try Self.divergences("cauchy(0, 1)", "cauchy(1, 2)", orders: [2])
    try Self.expect(found.chiSquare, 0.5, "chi")
    try Self.expect(found.reverseChiSquare, 0.5, "reverse chi")
    try Self.expect(found.renyi[0].value, log(1.5), "Renyi 2")
  }

  private static let integrals: [(String, String, tv: Double?, js: Double)] = [
    ("gamma(2, 1)", "lognormal(0, 1)", nil, 0.045721118543708502),
    ("beta(2, 3)", "beta(3, 3)", 0.20736, 0.035236369209328374),
  ]

  @Test(arguments: integrals)
  func otherFamiliesAreRight(
    _ q: String, _ p: String, _ tv: Double?, _ js: Double
  ) throws {
    let found = try Self.divergences(q, p)
    try Self.expect(found.jensenShannon, js, "JS")
    if let tv { try Self.expect(found.totalVariation, tv, "TV") }
  }

  /// With one more count in 10⁷ everything keeps its digits: H² ≈ JS ≈ KL/4, TV ≈ |δ|·E|T − E T|/2.
  @Test func whatIsNextToEachOtherHasDigits() throws {
    let found = try Self.divergences("gamma(2, 1)", "gamma(2.000001, 1)", orders: [0.5, 2])
    let reverse = try #require(found.reverse.estimate).value
    for (value, share) in [
      (found.squaredHellinger, 0.25), (found.jensenShannon, 0.25), (found.chiSquare, 2),
      (found.reverseChiSquare, 2), (found.renyi[0].value, 0.5), (found.renyi[1].value, 2),
    ] {
      let estimate = try #require(value.estimate)
      #expect(abs(estimate.value - share * reverse) < 1e-6 * share * reverse)
      #expect(estimate.error < 1e-10 * estimate.value)
    }
    let variation = try #require(found.totalVariation.estimate)
    #expect(variation.error < 1e-10 * variation.value)
    let same = try Self.divergences("normal(0, 1)", "normal(0, 1)")
    for value in [same.squaredHellinger, same.jensenShannon, same.totalVariation, same.chiSquare] {
      let estimate = try #require(value.estimate)
      #expect(estimate.value <= estimate.error && estimate.error < 1e-14)
    }
  }

  @Test func supportsThatDifferAreSaid() throws {
    let half = try Self.divergences("normal(0, 1) T[0, ]", "normal(0, 1)", orders: [0, 2])
    try Self.expect(half.squaredHellinger, 1 - 0.5.squareRoot(), "H2")
    try Self.expect(half.totalVariation, 0.5, "TV")
    try Self.expect(
      half.jensenShannon, 0.5 * log(4.0 / 3) + 0.25 * log(2.0 / 3) + 0.25 * log(2), "JS")
    try Self.expect(half.reverseChiSquare, 1, "chi")
    try Self.expect(half.renyi[0].value, log(2), "Renyi 0")
    #expect(Self.isInfinite(half.forward) && Self.isInfinite(half.chiSquare))
    let apart = try Self.divergences("uniform(0, 1)", "uniform(3, 4)", orders: [0.5])
    try Self.expect(apart.jensenShannon, log(2), "JS")
    #expect(apart.totalVariation == .finite(Estimate(1, error: 0)))
    #expect(Self.isInfinite(apart.renyi[0].value))
    let mixed = try Self.divergences("exponential(1)", "poisson(1)", orders: [0.5])
    #expect(mixed.squaredHellinger == .finite(Estimate(1, error: 0)))
    #expect(Self.isInfinite(mixed.chiSquare) && Self.isInfinite(mixed.renyi[0].value))
  }

  /// By sums in mpmath: TV, H², JS, χ²(p‖q), χ²(q‖p), Rényi ½ and 2; `nil` for what is infinite.
  private static let counts: [(String, String, [Double?])] = [
    (
      "poisson(3)", "poisson(4)",
      [
        0.21376176841552233, 0.035261679480139986, 0.03462186261066729, 0.39561242508608953,
        0.28402541668774148, 0.071796769724490826, 0.25,
      ]
    ),
    (
      "poisson(3)", "poisson(3.0000001)",
      [
        2.2404180728872553e-8, 4.1666665835840642e-16, 4.1666665835840647e-16,
        3.333333322422813e-15, 3.3333332113117064e-15, 8.3333331671681282e-16,
        3.3333332113117008e-15,
      ]
    ),
    (
      "poisson(3)", "neg_binomial_2(3, 5)",
      [
        0.11862305873380065, 0.01278745833510253, 0.012410778238782218, nil, 0.077653331717426472,
        0.025739843264070043, 0.074785836089652532,
      ]
    ),
    (
      "neg_binomial_2(3, 5)", "neg_binomial_2(4, 2)",
      [
        0.15161025679743094, 0.027468602731121938, 0.025585039960608806, nil, 0.13571071273385402,
        0.055705837802604879, 0.1272586335854726,
      ]
    ),
    (
      "binomial(10, 0.3)", "binomial(20, 0.3)",
      [
        0.61222388852239834, 0.31171642464796806, 0.27050702002800804, nil, 5.4686050320230471,
        0.74710870498431302, 1.8669604797060089,
      ]
    ),
    (
      "binomial(10, 0.3)", "poisson(3)",
      [
        0.086408882202759212, 0.0084872347987347165, 0.0081621469496205638, nil,
        0.049459211142129306, 0.017046912938990658, 0.048274994484818852,
      ]
    ),
  ]

  @Test(arguments: counts)
  func countsAreSummedUp(_ q: String, _ p: String, _ truths: [Double?]) throws {
    let found = try Self.divergences(q, p, orders: [0.5, 2])
    let values = [
      found.totalVariation, found.squaredHellinger, found.jensenShannon, found.chiSquare,
      found.reverseChiSquare, found.renyi[0].value, found.renyi[1].value,
    ]
    for (index, (value, truth)) in zip(values, truths).enumerated() {
      guard let truth else {
        #expect(Self.isInfinite(value), "\(q) \(p) \(index)")
        continue
      }
      try Self.expect(value, truth, "\(q) \(p) \(index)")
      let estimate = try #require(value.estimate)
      #expect(estimate.error < 1e-10 * truth)
    }
  }

  @Test func aPointOfMassIsASumOfOneTerm() throws {
    let found = try Self.divergences("bernoulli(0)", "poisson(1)", orders: [0.5])
    try Self.expect(found.squaredHellinger, 1 - exp(-0.5), "H2")
    try Self.expect(found.totalVariation, 1 - exp(-1), "TV")
    try Self.expect(found.reverseChiSquare, exp(1) - 1, "chi")
    try Self.expect(found.renyi[0].value, 1, "Renyi")
    #expect(Self.isInfinite(found.chiSquare))
    let turned = try Self.divergences("poisson(1)", "bernoulli(0)", orders: [0.5])
    #expect(turned.jensenShannon == found.jensenShannon)
    try Self.expect(turned.renyi[0].value, 1, "Renyi")
  }

  @Test func whatCannotBeHadIsRefused() throws {
    #expect(throws: InferenceError.self) {
      _ = try Self.divergences("normal(0, 1)", "normal(0, 2)", orders: [-1])
    }
    #expect(throws: InferenceError.self) {
      _ = try Self.divergences("poisson(1e7)", "poisson(1.01e7)")
    }
  }
}
