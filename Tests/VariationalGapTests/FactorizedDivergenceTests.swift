// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

@Suite struct FactorizedDivergenceTests {
  private func pairs(_ specs: [(String, String)]) throws -> [FactorizedDivergence.Pair] {
    try specs.map { q, p in
      try FactorizedDivergence.Pair(q: DistributionSpec.parse(q), p: DistributionSpec.parse(p))
    }
  }

  private static let specs = [
    ("exponential(2)", "exponential(1)"), ("normal(0, 1)", "normal(1, 2)"),
    ("half_normal(1)", "half_normal(3)"), ("normal(1, 0.5)", "normal(0, 1)"),
    ("exponential(3)", "half_normal(2)"), ("normal(0, 2)", "normal(0, 3)"),
    ("normal(3, 1)", "normal(1, 1)"), ("half_normal(2)", "exponential(0.5)"),
    ("exponential(0.5)", "exponential(0.7)"), ("normal(-2, 1)", "normal(0, 2)"),
  ]

  @Test(arguments: [JointMethod.product, .nested], 1...6)
  func quadratureAgreesWithTheSum(method: JointMethod, dimension: Int) throws {
    if method == .nested, dimension > 3 { return }
    let result = try FactorizedDivergence(
      pairs(Array(Self.specs.prefix(dimension))), method: method == .nested ? .nested : nil)
    #expect(result.method == method)
    let (joint, sum) = (try #require(result.joint.estimate), try #require(result.sum.estimate))
    #expect(abs(joint.value - sum.value) <= 1e-9 * sum.value, "\(joint) \(sum)")
    #expect(joint.agrees(with: sum), "\(joint) \(sum)")
    #expect(joint.error <= 1e-9 * sum.value, "\(joint) \(sum)")
    #expect(result.equality.isYes)
  }

  @Test(arguments: [7, 10])
  func vegasAgreesWithTheSum(dimension: Int) throws {
    let result = try FactorizedDivergence(
      pairs(Array(Self.specs.prefix(dimension))), calls: dimension == 10 ? 100_000 : 300_000)
    #expect(result.method == .vegas)
    let (joint, sum) = (try #require(result.joint.estimate), try #require(result.sum.estimate))
    let standardError = try #require(result.standardError)
    #expect(joint.error >= 3 * standardError)
    #expect(abs(joint.value - sum.value) <= 3 * standardError, "\(joint) \(sum)")
    #expect(abs(joint.value - sum.value) <= 1e-3 * sum.value, "\(joint) \(sum)")
    #expect(result.equality.isYes)
  }

  /// Any families, smooth or with kinks, light tails or heavy ones.
  @Test(arguments: [
    [("exponential(1)", "loglogistic(1, 2)"), ("exponential(2)", "loglogistic(2, 3)")],
    [
      ("beta(2, 3)", "beta(1, 1.5)"), ("beta(0.5, 3)", "beta(1, 1.5)"),
      ("beta(2, 30)", "beta(3, 15)"),
    ],
    [("normal(0, 1)", "gumbel(0, 1)"), ("student_t(2.5, 5, 1)", "normal(0, 2)")],
    [
      ("cauchy(0, 1)", "student_t(3, 1, 2)"), ("gamma(0.01, 1)", "gamma(0.02, 2)"),
      ("double_exponential(0, 1)", "double_exponential(1, 2)"),
    ],
    [("gumbel(0, 1)", "cauchy(5, 0.01)"), ("normal(0, 1)", "cauchy(0.3, 1e-6)")],
    [
      ("normal(0, 1) T[-1, 3]", "double_exponential(0.2, 1)"), ("uniform(0, 1)", "beta(2, 3)"),
      ("weibull(0.02, 1)", "lognormal(0, 80)"), ("pareto(1, 0.5)", "pareto(0.5, 0.7)"),
    ],
    [
      ("gamma(2, 1)", "lognormal(0, 1)"), ("kumaraswamy(0.5, 0.5)", "beta(2, 2)"),
      ("gumbel(0, 1)", "normal(0, 2)"), ("logistic(0, 1)", "student_t(3, 0, 1)"),
      ("lognormal(0, 1)", "inv_gamma(0.5, 1)"), ("chi_square(3)", "rayleigh(2)"),
    ],
  ]) func aProductOfAnyFamiliesHasABoundOfUse(specs: [(q: String, p: String)]) throws {
    let result = try FactorizedDivergence(pairs(specs))
    #expect(result.method == .product)
    let (joint, sum) = (try #require(result.joint.estimate), try #require(result.sum.estimate))
    #expect(joint.agrees(with: sum), "\(joint) \(sum)")
    #expect(joint.error <= 1e-6 * sum.value, "\(joint) \(sum)")
  }

  /// Near the end of the doubles a bound is wide, and none is missed.
  @Test func aMeanThatHardlyConvergesKeepsItsBound() throws {
    let result = try FactorizedDivergence(
      pairs([("student_t(1.01, 0, 1)", "double_exponential(0, 1)")]))
    let (joint, sum) = (try #require(result.joint.estimate), try #require(result.sum.estimate))
    #expect(joint.agrees(with: sum), "\(joint) \(sum)")
    #expect(result.equality.isYes)
  }

  @Test func sameSeedSameEstimate() throws {
    let pairs = try pairs(Array(Self.specs.prefix(2)))
    func estimate(_ seed: UInt64) throws -> Quantity {
      try FactorizedDivergence(pairs, method: .vegas, calls: 10_000, seed: seed).joint
    }
    #expect(try estimate(7) == estimate(7))
    #expect(try estimate(7) != estimate(8))
  }

  /// The mutual information of two normals, and that the joint integral finds it.
  @Test(arguments: [-0.9, -0.3, 1e-3, 0.5, 0.6, 0.99])
  func correlationAddsTheMutualInformation(coefficient: Double) throws {
    // Closed form of the joint KL: ½(tr(Σp⁻¹Σq) + Σ(Δμ/σp)² − 2 + log det Σp/det Σq).
    let specs = [("normal(0, 1)", "normal(1, 2)"), ("normal(1, 0.5)", "normal(0, 1)")]
    let result = try FactorizedDivergence(pairs(specs), correlation: coefficient)
    let trace = 1 / 4.0 + 0.25
    let shift = 1 / 4.0 + 1
    let square = coefficient * coefficient
    let expected =
      0.5 * (trace + shift - 2 + logarithm(4) - logarithm(0.25) - logarithm(onePlus: -square))
    let joint = try #require(result.joint.estimate)
    #expect(abs(joint.value - expected) <= joint.error, "\(joint) \(expected)")
    #expect(abs(joint.value - expected) <= 1e-9 * expected, "\(joint) \(expected)")
    #expect(result.equality == .no)
    guard case .differsByMutualInformation(let difference, let information) = result.finding else {
      Issue.record("\(result.finding)")
      return
    }
    #expect(abs(information + 0.5 * logarithm(onePlus: -square)) <= 1e-15)
    #expect(abs(difference.value - information) <= difference.error)
  }

  @Test func theCorrelatedPairMayStandAnywhere() throws {
    let specs = [
      ("normal(0, 1)", "normal(1, 2)"), ("exponential(2)", "exponential(1)"),
      ("normal(0, 1)", "normal(0, 1)"),
    ]
    let result = try FactorizedDivergence(pairs(specs), correlation: 0.6)
    #expect(result.correlation?.dimensions == [0, 2])
    guard case .differsByMutualInformation(_, let information) = result.finding else {
      Issue.record("\(result.finding)")
      return
    }
    #expect(abs(information - 0.22314355131420976) < 1e-16)
  }

  @Test func vegasSeesTheCorrelationToo() throws {
    let result = try FactorizedDivergence(
      pairs(Array(Self.specs.prefix(5))), correlation: -0.8, calls: 50_000)
    guard case .differsByMutualInformation(let difference, let information) = result.finding else {
      Issue.record("\(result.finding)")
      return
    }
    #expect(abs(information - 0.5108256237659907) < 1e-15)
    #expect(difference.error < 0.02)
  }

  @Test func noCorrelationIsNoDifference() throws {
    let result = try FactorizedDivergence(
      pairs([("normal(0, 1)", "normal(1, 2)"), ("normal(0, 1)", "normal(0, 3)")]), correlation: 0)
    #expect(result.equality.isYes)
    let joint = try #require(result.joint.estimate)
    #expect(joint.agrees(with: try #require(result.sum.estimate)))
  }

  @Test(arguments: [JointMethod.product, .nested, .vegas])
  func equalDistributionsHaveNoDivergence(method: JointMethod) throws {
    let specs = ["normal(0.3, 0.7)", "exponential(3)", "half_normal(2)"].map { ($0, $0) }
    let result = try FactorizedDivergence(pairs(specs), method: method, calls: 10_000)
    let sum = try #require(result.sum.estimate)
    #expect(sum.value == 0 && sum.error < 1e-300, "\(sum)")
    let joint = try #require(result.joint.estimate)
    #expect(joint.value == 0 && joint.error < 1e-13, "\(joint)")
  }

  @Test func aSupportMismatchIsInfiniteWithItsReason() throws {
    let specs = [("normal(0, 1)", "normal(0, 1)"), ("normal(0, 1)", "exponential(1)")]
    for correlation in [nil, 0.5] {
      let result = try FactorizedDivergence(pairs(specs), correlation: correlation)
      #expect(result.marginals[0].estimate != nil)
      let reason = "in dimension 2 q puts mass on (-inf, inf), p only on (0.0, inf)"
      #expect(result.sum == .infinite(.plus, reason: reason))
      #expect(result.joint == .infinite(.plus, reason: reason))
      #expect(result.method == .supports)
      #expect(result.finding == .bothInfinite(reason: reason))
      #expect(result.equality.isYes)
    }
  }

  @Test func truncatedAndOpaqueFamiliesAreIntegratedToo() throws {
    let q = Opaque(base: try Exponential(rate: 2))
    let result = try FactorizedDivergence([
      .init(q: q, p: try Exponential(rate: 1)),
      .init(
        q: try DistributionSpec.parse("normal(1, 1) T[0, 2]"),
        p: try DistributionSpec.parse("normal(0, 1) T[-1, ]")),
    ])
    #expect(result.equality.isYes)
    let joint = try #require(result.joint.estimate)
    let sum = try #require(result.sum.estimate)
    #expect(abs(joint.value - sum.value) <= 1e-9, "\(joint) \(sum)")
    #expect(joint.error <= 1e-9, "\(joint) \(sum)")
  }

  @Test func fourFamiliesWithoutNaturalParametersAreAProduct() throws {
    func opaque(_ q: some Distribution, _ p: some Distribution) -> FactorizedDivergence.Pair {
      .init(q: Opaque(base: q), p: Opaque(base: p))
    }
    let result = try FactorizedDivergence(
      pairs(Array(Self.specs.prefix(4))).map { opaque($0.q, $0.p) })
    #expect(result.method == .product)
    let joint = try #require(result.joint.estimate)
    let sum = try #require(result.sum.estimate)
    #expect(abs(joint.value - sum.value) <= 1e-9 * sum.value, "\(joint) \(sum)")
    #expect(result.equality.isYes)
  }

  @Test func anOpaqueReferenceOfACorrelatedPairIsIntegratedToo() throws {
    let normal = try Normal(mean: 1, standardDeviation: 0.5)
    let result = try FactorizedDivergence(
      [
        .init(q: normal, p: Normal.standard),
        .init(q: normal, p: Opaque(base: Normal.standard)),
      ], correlation: 0.5)
    guard case .differsByMutualInformation = result.finding else {
      Issue.record("\(result.finding)")
      return
    }
  }

  @Test func whatCannotBeIsRefused() throws {
    let normal = ("normal(0, 1)", "normal(0, 1)")
    #expect(throws: InferenceError.self) { _ = try FactorizedDivergence([]) }
    #expect(throws: InferenceError.self) {
      _ = try FactorizedDivergence(pairs([(String, String)](repeating: normal, count: 11)))
    }
    for coefficient in [1, -1, 2, Double.nan, .infinity] {
      #expect(throws: InferenceError.self) {
        _ = try FactorizedDivergence(pairs([normal, normal]), correlation: coefficient)
      }
    }
    #expect {
      _ = try FactorizedDivergence(
        pairs([normal, ("exponential(1)", "exponential(1)")]), correlation: 0.5)
    } throws: { "\($0)" == "the number of normal q to correlate must be at least 2, got 1" }
  }

  @Test func boundsHoldOnRandomPairs() throws {
    var source = SeededRandom(seed: 3)
    func scale() -> Double { exponential(8 * source.uniform() - 4) }
    for _ in 0..<60 {
      let result = try FactorizedDivergence([
        .init(q: try Exponential(rate: scale()), p: try HalfNormal(scale: scale())),
        .init(
          q: try Normal(mean: 1e4 * source.uniform(), standardDeviation: scale()),
          p: try Normal(mean: 1, standardDeviation: scale())),
      ])
      #expect(result.method == .product)
      #expect(result.equality.isYes, "\(result.pairs) \(result.finding)")
      let joint = try #require(result.joint.estimate)
      #expect(joint.relativeError <= 1e-8, "\(result.pairs) \(joint)")
    }
  }
}
