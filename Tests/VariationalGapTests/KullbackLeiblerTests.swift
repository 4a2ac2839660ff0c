// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import TestSupport
import Testing

@testable import VariationalGap

@Suite struct KullbackLeiblerTests {
  private static let seed: UInt64 = 20_240_917

  /// A pair of one family, and its divergence in closed form.
  private struct Case {
    let q: any Distribution
    let p: any Distribution
    let expected: Double

    init(_ q: Exponential, _ p: Exponential) {
      (self.q, self.p) = (q, p)
      expected = KullbackLeiblerClosedForm.divergence(from: q, to: p)
    }

    init(_ q: Normal, _ p: Normal) {
      (self.q, self.p) = (q, p)
      expected = KullbackLeiblerClosedForm.divergence(from: q, to: p)
    }

    init(_ q: HalfNormal, _ p: HalfNormal) {
      (self.q, self.p) = (q, p)
      expected = KullbackLeiblerClosedForm.divergence(from: q, to: p)
    }
  }

  private static func check(
    _ pair: Case, relative: Double, _ workspace: inout Workspace
  ) throws {
    let found = try KullbackLeibler.divergence(from: pair.q, to: pair.p, workspace: &workspace)
    let difference = abs(found.value - pair.expected)
    // The closed form itself rounds by a few ulps.
    #expect(
      difference <= found.error + 8 * .ulpOfOne * pair.expected,
      "\(pair.q) \(pair.p): \(found), expected \(pair.expected)")
    #expect(
      difference <= relative * pair.expected,
      "\(pair.q) \(pair.p): \(found), expected \(pair.expected)")
    #expect(found.error <= 1e-9 * pair.expected, "\(pair.q) \(pair.p): \(found)")
  }

  @Test func quadratureAgreesWithTheClosedForms() throws {
    var workspace = try Workspace()
    var source = SeededRandom(seed: Self.seed)
    func logUniform(_ decades: Double) -> Double {
      exponential((2 * source.uniform() - 1) * decades * 2.302585092994046)
    }
    for _ in 0..<400 {
      let (a, b, shift) = (logUniform(3), logUniform(3), 20 * (source.uniform() - 0.5))
      try Self.checkScales(a, b, &workspace)
      try Self.check(
        Case(
          try Normal(mean: shift, standardDeviation: a), try Normal(mean: 1, standardDeviation: b)),
        relative: 1e-13, &workspace)
    }
  }

  /// Exponentials and half-normals of two scales.
  private static func checkScales(
    _ a: Double, _ b: Double, _ workspace: inout Workspace
  ) throws {
    try check(Case(try Exponential(rate: a), try Exponential(rate: b)), relative: 1e-13, &workspace)
    try check(Case(try HalfNormal(scale: a), try HalfNormal(scale: b)), relative: 1e-13, &workspace)
  }

  @Test(arguments: [1e-2, 1e-4, 1e-6, 1e-9, 1e-12])
  func nearlyEqualParametersKeepTheRelativeAccuracy(distance: Double) throws {
    var workspace = try Workspace()
    for a in [1e-3, 0.7, 1, 3, 1e4] {
      let b = a * (1 + distance)
      try Self.checkScales(a, b, &workspace)
      try Self.check(
        Case(
          try Normal(mean: a, standardDeviation: b), try Normal(mean: b, standardDeviation: a)),
        relative: 1e-13, &workspace)
    }
  }

  @Test func aDistributionHasNoDivergenceFromItself() throws {
    var workspace = try Workspace()
    for spec in [
      "exponential(3)", "normal(-2, 0.1)", "half_normal(1e5)", "normal(1, 2) T[0, ]",
      "exponential(1) T[2, 3]", "normal(1e6, 1)", "normal(0, 1) T[30, ]",
    ] {
      let q = try DistributionSpec.parse(spec)
      let found = try KullbackLeibler.divergence(from: q, to: q, workspace: &workspace)
      #expect(found.value == 0 && found.error < 1e-300, "\(spec): \(found)")
      let general = try opaque(q, q, &workspace)
      #expect(general.value == 0 && general.error < 1e-15, "\(spec): \(general)")
    }
  }

  @Test func aHalfNormalIsANormalTruncatedAtItsMean() throws {
    var workspace = try Workspace()
    let found = try KullbackLeibler.divergence(
      from: DistributionSpec.parse("normal(0, 2) T[0, ]"),
      to: DistributionSpec.parse("half_normal(2)"), workspace: &workspace)
    #expect(found.value == 0 && found.error < 1e-30, "\(found)")
  }

  /// KL of a truncation from its base: −log of the mass that is kept.
  @Test(arguments: [
    ("normal(0, 1) T[0, ]", "normal(0, 1)", 0.6931471805599453),
    ("exponential(2) T[1, ]", "exponential(2)", 2),
    ("normal(0, 1) T[-8, 8]", "normal(0, 1)", 1.2441921148543573e-15),
    ("normal(0, 1) T[30, ]", "normal(0, 1)", 454.32124395634320),
  ])
  func aTruncationIsAsFarAsTheMassThatItLosesSays(q: String, p: String, expected: Double) throws {
    var workspace = try Workspace()
    let found = try KullbackLeibler.divergence(
      from: DistributionSpec.parse(q), to: DistributionSpec.parse(p), workspace: &workspace)
    #expect(abs(found.value - expected) <= found.error + 4 * expected.ulp, "\(q): \(found)")
    // Mass below 1e-18 of the whole lies outside of the windows, and is in the bound.
    #expect(found.error <= 1e-9 * expected + 1e-18, "\(q): \(found)")
  }

  @Test func massWherePHasNoneMakesTheDivergenceInfinite() throws {
    var workspace = try Workspace()
    for (q, p) in [
      ("normal(0, 1)", "half_normal(1)"), ("exponential(1)", "exponential(1) T[0, 50]"),
      ("normal(5, 0.1)", "exponential(1)"),
    ] {
      let found = try KullbackLeibler.divergence(
        from: DistributionSpec.parse(q), to: DistributionSpec.parse(p), workspace: &workspace)
      guard case .infinite(.plus, let reason) = found else {
        Issue.record("\(q) \(p): \(found)")
        continue
      }
      #expect(reason.hasPrefix("q puts mass on ("))
    }
  }

  @Test func theGeneralEngineAgreesWithTheQuadraticOne() throws {
    var workspace = try Workspace()
    for (q, p) in [
      ("exponential(2)", "exponential(1)"), ("normal(0, 1)", "normal(1, 2)"),
      ("half_normal(2)", "exponential(0.3)"), ("exponential(3)", "normal(1, 1)"),
      ("normal(1, 1) T[0, 2]", "normal(0, 1)"), ("normal(0, 1)", "normal(0, 1.001)"),
    ] {
      let (first, second) = (try DistributionSpec.parse(q), try DistributionSpec.parse(p))
      let exact = try KullbackLeibler.divergence(from: first, to: second, workspace: &workspace)
      let general = try opaque(first, second, &workspace)
      #expect(general.agrees(with: exact.bounded), "\(q) \(p): \(general) \(exact)")
      #expect(general.error < 1e-11, "\(q) \(p): \(general)")
    }
  }

  @Test func bothEnginesAgreeOnRandomPairsOfEveryFamily() throws {
    var workspace = try Workspace()
    var source = SeededRandom(seed: Self.seed)
    func scale() -> Double { exponential(4 * source.uniform() - 2) }
    func family() throws -> any Distribution {
      let (location, end) = (6 * source.uniform() - 3, source.uniform())
      switch Int(source.uniform() * 5) {
      case 0: return try Exponential(rate: scale())
      case 1: return try HalfNormal(scale: scale())
      case 2: return try Normal(mean: location, standardDeviation: scale())
      case 3:
        return try Truncated(
          Normal(mean: location, standardDeviation: scale()),
          to: Interval(from: end, to: end + 3 * scale()))
      default: return try Truncated(Exponential(rate: scale()), to: Interval(from: 0, to: 1 + end))
      }
    }
    var finite = 0
    for _ in 0..<300 {
      let (q, p) = (try family(), try family())
      guard p.support.contains(q.support) else { continue }
      finite += 1
      let exact = try KullbackLeibler.divergence(from: q, to: p, workspace: &workspace)
      let general = try opaque(q, p, &workspace)
      #expect(general.agrees(with: exact.bounded), "\(q) \(p): \(general) \(exact)")
      #expect(exact.error <= 1e-9 * exact.value, "\(q) \(p): \(exact)")
      #expect(general.error <= 1e-9 * max(1, general.value), "\(q) \(p): \(general)")
    }
    #expect(finite > 100)
  }

  @Test func whatDoublesCannotHoldIsAnErrorThatNamesTheDivergence() throws {
    var workspace = try Workspace()
    #expect {
      _ = try KullbackLeibler.divergence(
        from: try Exponential(rate: 1e-200), to: try HalfNormal(scale: 1), workspace: &workspace)
    } throws: { "\($0)" == "KL(q‖p) is too large for a double" }
  }

  private func opaque(
    _ q: some Distribution, _ p: some Distribution, _ workspace: inout Workspace
  ) throws -> Estimate {
    let divergence = try KullbackLeibler.divergence(
      from: Opaque(base: q), to: Opaque(base: p), workspace: &workspace)
    return try #require(divergence.estimate)
  }
}
