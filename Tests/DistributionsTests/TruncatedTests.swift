// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

struct TruncatedTests {
  @Test(arguments: try TruncatedCase.table())
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
  @Test(arguments: try TruncatedCase.table())
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

  /// σ, a, b, and the log probability as a sum of three doubles.
  private static let kinks: [(Double, Double, Double, [Double])] = [
    (0.3, 0, 0.1, [-1.9538007854146018, 2.7846256947111357e-18, 1.22e-34]),
    (0.3, 0, 0.7, [-0.7951488632674022, 3.120881830396218e-17, -1.17e-33]),
    (0.7, 1.0 / 3, 2, [-1.266358021757389, 1.0312281120048742e-16, 4.67e-33]),
    (0.3, 1e20, .infinity, [-3.333333333333334e20, 31354.162134762144, 7.264273863342793e-13]),
    (
      0.7, 1e20 / 3, .infinity,
      [-4.761904761904762e19, 489.1489626829596, -1.5782513846885716e-14]
    ),
    (1.1, 7e19, .infinity, [-6.363636363636363e19, 1413.8927519110732, -3.835163354304719e-15]),
    (0.37, 3.3e20, .infinity, [-8.918918918918919e20, -39045.4381618278, 2.211019029539576e-12]),
  ]

  /// log P(a < z < b) of double_exponential(0, σ) by mpmath: beside the kink, where the rounding
  /// of the width is all that is lost, and so far out that 31 digits are not all.
  @Test(arguments: kinks)
  func theMassBesideAKinkIsThatOfMpmath(
    _ scale: Double, _ lower: Double, _ upper: Double, _ parts: [Double]
  ) throws {
    let tail = try Truncated(
      DoubleExponential(location: 0, scale: scale), to: Interval(from: lower, to: upper))
    let truth = parts.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
    let error = abs((tail.mass.value - truth).head)
    #expect(error <= tail.mass.error, "\(error) \(tail.mass.error)")
    #expect(tail.mass.error < 1e-15 + 1e-29 * abs(parts[0]))
    // −log 2σ less that: nothing of what is lost is lost on the way.
    let exponent = try #require(tail.exponent)
    let constant = -DoubleDouble.log(2) - .log(scale) - truth
    #expect(abs((exponent.constant - constant).head) <= exponent.constantError)
    #expect(exponent.constantError >= tail.mass.error)
  }

  /// log p(z) at the end of a far tail is log hazard(a): nothing is left of a²/2.
  @Test(arguments: [8, 30, 1e3, 1e5, 1e8])
  func densityOfAFarTailIsTheHazard(_ a: Double) throws {
    let tail = try Truncated(Normal.standard, to: Interval(from: a, to: .infinity))
    let (z, step) = (a.nextUp, a.ulp)
    let hazard = a + NormalTail.hazardExcess(a)
    #expect(relativeError(tail.density(z), hazard * exp(-step * (a + step / 2))) < 4e-15)
  }

  /// −40 … −1e15 nats out a logistic tail is exponential to the last digit, and forgets: moments, quantiles and probabilities of parts are
  /// those of a + Exp(1/s).
  @Test(arguments: [0.1, 1e-3, 1e-10, 1e-15])
  func aLogisticTailForgets(_ scale: Double) throws {
    let tail = try Truncated(
      Logistic(location: 0, scale: scale), to: Interval(from: 4, to: .infinity))
    #expect(abs((tail.mass.value + DoubleDouble(4) / DoubleDouble(scale)).head) <= tail.mass.error)
    #expect(tail.mass.error < 1e-12 + 4e-27 / scale)
    #expect(relativeError(tail.variance, scale * scale) < 1e-12)
    #expect(abs(tail.entropy - 1 - log(scale)) < 1e-12)
    #expect(abs(tail.quantile(0.5) - 4 - scale * log(2)) <= 2 * 4.0.ulp)
    #expect(tail.mode == 4)
    let step = max(scale, 4.0.ulp).binade
    let part = tail.boundedLogProbability(from: 4 + step, to: .infinity)
    #expect(abs(part.value.head + step / scale) <= part.error + 1e-13 * step / scale)
    #expect(part.error < 1e-12)
    #expect(relativeError(tail.density(4 + step), exp(-step / scale) / scale) < 1e-13)
  }

  /// On either side of a mode that is cut off, from both ends: of a Cauchy P(z > t | z > a) = arctan(1/t)/arctan(1/a).
  @Test(arguments: [1e-12, 0.01, 0.4, 0.5, 0.9, 1 - 0x1p-40])
  func quantilesOfAFarTailAreThoseOfTheClosedForm(_ p: Double) throws {
    let cauchy = try StudentT(degreesOfFreedom: 1, location: 0, scale: 1)
    let above = try Truncated(cauchy, to: Interval(from: 1e7, to: .infinity))
    let below = try Truncated(cauchy, to: Interval(from: -.infinity, to: -1e7))
    #expect(relativeError(above.quantile(p), 1 / tan((1 - p) * atan(1e-7))) < 1e-12)
    #expect(relativeError(below.quantile(p), -1 / tan(p * atan(1e-7))) < 1e-12)
    #expect(above.quantile(0) == 1e7 && above.quantile(1) == .infinity)
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
    // Without its kink the log density is a line.
    #expect((truncated.exponent == nil) == (lower < 0 && upper > 0))
  }

  /// Mean, variance and entropy by mpmath, 20 digits: singular ends and heavy tails.
  @Test(arguments: [
    ("gamma(0.5, 1) T[0, 2]", 0.38687065177496162, 0.20437838000758207, -0.14012943259374992),
    ("beta(0.5, 0.5) T[0, 0.75]", 0.29325166421682798, 0.05641158367799225, -0.48549660976892957),
    ("student_t(5, 0, 1) T[1, ]", 1.8144485074423531, 0.79370795709668791, 0.79067587523868723),
    ("lognormal(0, 1) T[1, ]", 2.7742859576700096, 6.7452456204899572, 1.5236759134475928),
    ("gumbel(0, 1) T[-1, 3]", 0.52748451482670453, 0.89030090877730511, 1.2567349185311211),
    ("weibull(0.5, 1) T[0, 1]", 0.25406987939202073, 0.074403514743340642, -0.60770668248584012),
    ("logistic(0, 1) T[20, ]", 21.000000001030577, 1.0000000010305768, 1.0000000010305768),
    ("pareto(1, 6) T[2, ]", 2.4, 0.24, 0.068054377998556975),
    ("uniform(0, 4) T[1, 2]", 1.5, 0.083333333333333333, 0.0),
    ("inv_gamma(3, 2) T[0, 5]", 0.94594594594594595, 0.45653761869978086, 0.63855881299792259),
  ])
  func everyFamilyCanBeTruncated(
    _ spec: String, _ mean: Double, _ variance: Double, _ entropy: Double
  ) throws {
    let truncated = try DistributionSpec.parse(spec)
    #expect(relativeError(truncated.mean, mean) < 1e-12, "\(truncated.mean)")
    #expect(relativeError(truncated.variance, variance) < 1e-11, "\(truncated.variance)")
    #expect(abs(truncated.entropy - entropy) < 1e-11, "\(truncated.entropy)")
  }

  @Test func heavyTailsHaveNoMoments() throws {
    let cauchy = try DistributionSpec.parse("cauchy(0, 1) T[0, ]")
    #expect(cauchy.mean == .infinity && cauchy.variance.isNaN)
    let student = try DistributionSpec.parse("student_t(2, 0, 1) T[, 1]")
    #expect(student.mean.isFinite && student.variance == .infinity)
  }
}
