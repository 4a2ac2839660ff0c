// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

struct TruncatedTests {
  @Test(arguments: TruncatedCase.all)
  func momentsAreThoseOfMpmath(_ row: TruncatedCase) throws {
    let distribution = try row.distribution()
    let deviation = row.variance.squareRoot()
    let (mean, mode) = (distribution.mean, distribution.mode)
    #expect(
      abs(mean - row.mean) <= 1e-13 * deviation + max(mean.ulp, mode.ulp), "mean \(mean)")
    #expect(relativeError(distribution.variance, row.variance) < 1e-12)
    #expect(abs(distribution.entropy - row.entropy) < 1e-12)
  }

  /// The constant holds log P even where a double has no digit of it: N(0, 1) on (10⁵, ∞).
  @Test(arguments: TruncatedCase.all)
  func massIsThatOfMpmath(_ row: TruncatedCase) throws {
    func check(_ truncated: Truncated<some Distribution>) {
      let error = abs(truncated.logMass - row.logMass)
      #expect(error <= truncated.mass.error + row.logMass.ulp, "\(truncated.logMass)")
      #expect(truncated.mass.error < 3e-15 + 1e-28 * abs(row.logMass))
      #expect(truncated.exponent?.constantError ?? 1 < 1e-14 + 1e-28 * abs(row.logMass))
    }
    switch try row.distribution() {
    case let truncated as Truncated<Normal>: check(truncated)
    case let truncated as Truncated<HalfNormal>: check(truncated)
    case let truncated as Truncated<Exponential>: check(truncated)
    case let other: Issue.record("\(other)")
    }
  }

  /// log p(z) at the end of a far tail is log hazard(a): nothing is left of a²/2.
  @Test(arguments: [8, 30, 1e3, 1e5, 1e8])
  func densityOfAFarTailIsTheHazard(_ a: Double) throws {
    let tail = try Truncated(Normal.standard, to: Interval(from: a, to: .infinity))
    let (z, step) = (a.nextUp, a.ulp)
    let hazard = a + NormalTail.hazardExcess(a)
    #expect(relativeError(tail.density(z), hazard * exp(-step * (a + step / 2))) < 4e-15)
  }

  /// Exp(λ) forgets: what is above a is a + Exp(λ).
  @Test func exponentialForgets() throws {
    let tail = try Truncated(Exponential(rate: 2), to: Interval(from: 3, to: .infinity))
    #expect(abs(tail.mean - 3.5) < 1e-15 && abs(tail.variance - 0.25) < 1e-14)
    #expect(abs(tail.survivalProbability(5) - 0.018315638888734180294) < 1e-17)
  }

  /// N(0, 1) on (0, ∞) is the half-normal distribution.
  @Test func halfOfANormalIsHalfNormal() throws {
    let half = try Truncated(Normal.standard, to: .positive)
    let truth = HalfNormal.standard
    for z in [1e-300, 0.1, 1, 10, 38] {
      #expect(relativeError(half.logDensity(z), truth.logDensity(z)) < 1e-15)
      #expect(relativeError(half.survivalProbability(z), truth.survivalProbability(z)) < 1e-15)
    }
    #expect(relativeError(half.mean, truth.mean) < 1e-15)
    #expect(relativeError(half.variance, truth.variance) < 1e-14)
  }

  /// A truncation of a truncation is the truncation to the common part.
  @Test func truncationsNest() throws {
    let outer = try Truncated(Normal.standard, to: Interval(from: 4, to: 9))
    let inner = try Truncated(outer, to: Interval(from: 5, to: 20))
    let direct = try Truncated(Normal.standard, to: Interval(from: 5, to: 9))
    #expect(inner.support == direct.support)
    #expect(abs(inner.logDensity(6) - direct.logDensity(6)) < 1e-14)
    #expect(relativeError(inner.mean, direct.mean) < 1e-15)
    #expect(relativeError(inner.quantile(0.3), direct.quantile(0.3)) < 1e-15)
  }

  /// Families without an exponent go by their quantiles.
  @Test(arguments: [
    (-1.0, 2.0), (-.infinity, .infinity), (20, .infinity), (-.infinity, -3), (0, 1e9),
  ])
  func otherFamiliesHaveMomentsToo(_ lower: Double, _ upper: Double) throws {
    let truncated = try Truncated(Laplace(), to: Interval(from: lower, to: upper))
    let parts = [(min(lower, 0), min(upper, 0), -1.0), (max(lower, 0), max(upper, 0), 1.0)]
    // ∫ zᵏ exp(−|z|) on each side, from its antiderivative.
    var moments = [0.0, 0, 0]
    for (a, b, sign) in parts {
      for (end, direction) in [(a, -sign), (b, sign)] where end.isFinite {
        let (t, e) = (abs(end), exp(-abs(end)) / 2)
        let antiderivatives = [-e, -(t + 1) * e, -(t * t + 2 * t + 2) * e]
        for k in 0..<3 {
          moments[k] += (k == 1 ? sign : 1) * direction * antiderivatives[k]
        }
      }
    }
    let mean = moments[1] / moments[0]
    let variance = moments[2] / moments[0] - mean * mean
    #expect(abs(truncated.mean - mean) < 1e-12 * max(1, abs(mean)), "\(truncated.mean), \(mean)")
    #expect(relativeError(truncated.variance, variance) < 1e-11, "\(variance)")
    #expect(truncated.entropy.isFinite)
    #expect(truncated.exponent == nil)
  }
}
