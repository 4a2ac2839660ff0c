// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import Testing

@testable import VariationalGap

/// Covers that are made without a search.
@Suite struct DirectCoverTests {
  private static func cover(
    _ density: Formula, weight: Formula? = nil, on support: Interval = .real
  ) -> Cover? {
    let function = LatentFunction(density)
    let weight = weight.map { LatentFunction($0) }
    return Cover.direct(
      support: support, cuts: [], functions: [function] + (weight.map { [$0] } ?? []),
      drop: Expectation.drop
    ) { coordinates in
      [MassSearch.Term(function, weight: weight, in: coordinates, known: 0)]
    }
  }

  /// What lies outside of the panels on both sides.
  private static func outside(_ cover: Cover, _ above: (Double) -> Double) -> Double {
    let ends = cover.panels.flatMap { [$0.stretch.lower, $0.stretch.upper] }
    guard let first = ends.min(), let last = ends.max() else { return .infinity }
    return above(-first) + above(last)
  }

  @Test func whatABellLeavesOutIsInItsBound() throws {
    let cover = try #require(Self.cover(try Normal(mean: 0, standardDeviation: 1).formula))
    let truth = Self.outside(cover) { 0.5 * erfc($0 / 2.0.squareRoot()) }
    #expect(exp(cover.excluded[0]) >= truth)
    #expect(exp(cover.excluded[0]) < 1e-19)
    let isProven = cover.panels.allSatisfy(\.isProven)
    #expect(isProven)
  }

  /// ∫ z² N(z) over (b, ∞) is bN(b) + P(z > b).
  @Test func whatAWeightedBellLeavesOutIsInItsBound() throws {
    let cover = try #require(
      Self.cover(
        try Normal(mean: 0, standardDeviation: 1).formula,
        weight: Formula.latent.applying(.square) - 1))
    let truth = Self.outside(cover) {
      $0 * exp(-0.5 * $0 * $0) / (2 * Double.pi).squareRoot() + erfc($0 / 2.0.squareRoot())
    }
    #expect(exp(cover.excluded[0]) >= truth)
    #expect(exp(cover.excluded[0]) < 1e-19)
  }

  /// 1 − exp(−t) − exp(−T) of gamma(1, 1) is left out, in log z.
  @Test func whatAHalfLineLeavesOutIsInItsBound() throws {
    let cover = try #require(
      Self.cover(try Gamma(shape: 1, rate: 1).formula, on: .positive))
    let ends = cover.panels.flatMap { [$0.stretch.lower, $0.stretch.upper] }
    let truth = -expm1(-exp(try #require(ends.min()))) + exp(-exp(try #require(ends.max())))
    #expect(exp(cover.excluded[0]) >= truth)
    #expect(exp(cover.excluded[0]) < 1e-19)
  }

  @Test(arguments: [30, 100, 1e4, 1e9])
  func aSecondModeFarAwayIsNotLeftOut(distance: Double) throws {
    let modes = try [0, distance].map { mean in
      try Normal(mean: mean, standardDeviation: 1).formula + .number(log(0.5))
    }
    let mixture = Formula.logSumExp(modes)
    var workspace = try Workspace()
    let mass = try Expectation(of: mixture, on: .real, quantity: "f", workspace: &workspace)
    #expect(abs(mass.value.value * exp(mass.peak) - 1) < 1e-14)
    #expect(mass.errorKind.isVerified)
  }

  /// Kinks, heavy tails, roots inside: all that takes a search.
  @Test func whatIsNotSeenAtOnceIsSearchedFor() throws {
    #expect(Self.cover(-Formula.latent.applying(.magnitude)) == nil)
    let heavy = try StudentT(degreesOfFreedom: 3, location: 0, scale: 1).formula
    #expect(Self.cover(heavy) == nil)
    #expect(
      Self.cover(Formula.latent.applying(.square).applying(.log) - Formula.latent.applying(.square))
        == nil)
    #expect(Self.cover(.latent) == nil)
    #expect(Self.cover(0) == nil)
  }
}
