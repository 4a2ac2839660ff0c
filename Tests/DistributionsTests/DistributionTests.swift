// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing

/// What holds for every distribution.
struct DistributionTests {
  /// Tail probabilities, in either tail.
  static let tails = [1e-300, 1e-100, 1e-16, 1e-9, 1e-3, 0.2, 0.4999, 0.5]

  @Test(arguments: DistributionCase.integrable)
  func densityIntegratesToOne(_ argument: DistributionCase) throws {
    let distribution = argument.distribution
    let window = try Window(distribution)
    let integral = try window.integral { _ in 1 }
    #expect(abs(integral - 1) < 2e-13 + window.rounding, "\(integral)")
  }

  /// Against quadrature in z, as far as doubles tell the z apart.
  @Test(arguments: DistributionCase.integrable)
  func momentsAreThoseOfTheDensity(_ argument: DistributionCase) throws {
    let distribution = argument.distribution
    let window = try Window(distribution)
    let (mean, variance) = (distribution.mean, distribution.variance)
    let deviation = variance.squareRoot()
    let shift = try window.integral { ($0 - mean) / window.scale } * window.scale
    #expect(
      abs(shift) < (1e-12 + window.rounding) * deviation + 2 * mean.ulp, "mean \(mean) + \(shift)")
    let square = try window.integral { ($0 - mean) / window.scale * (($0 - mean) / window.scale) }
    let ratio = deviation / window.scale
    #expect(abs(square / (ratio * ratio) - 1) < 1e-11 + 10 * window.rounding, "\(variance)")
    let entropy = try window.integral { -distribution.logDensity($0) }
    #expect(
      abs(entropy - distribution.entropy) < 1e-12 * max(1, abs(entropy)) + 10 * window.rounding,
      "\(distribution.entropy), quadrature: \(entropy)")
  }

  @Test(arguments: DistributionCase.all, tails)
  func lowerQuantileInvertsTheCumulative(_ argument: DistributionCase, _ p: Double) {
    let distribution = argument.distribution
    let z = distribution.quantile(p)
    let support = distribution.support
    #expect(support.lower <= z && z <= support.upper)
    // z is rounded: the probability of its neighbours brackets p.
    let below = distribution.cumulativeProbability(z - 2 * z.ulp)
    let above = distribution.cumulativeProbability(z + 2 * z.ulp)
    #expect(below <= p * (1 + 1e-13) && p * (1 - 1e-13) <= above, "z \(z): \(below) … \(above)")
  }

  @Test(arguments: DistributionCase.all, tails.filter { $0 >= 1e-16 })
  func upperQuantileInvertsTheSurvival(_ argument: DistributionCase, _ tail: Double) {
    let distribution = argument.distribution
    let (p, survival) = (1 - tail, 1 - (1 - tail))
    let z = distribution.quantile(p)
    let above = distribution.survivalProbability(z - 2 * z.ulp)
    let below = distribution.survivalProbability(z + 2 * z.ulp)
    #expect(
      below <= survival * (1 + 1e-13) && survival * (1 - 1e-13) <= above,
      "z \(z): \(below) … \(above)")
  }

  @Test(arguments: DistributionCase.all)
  func quantileHasItsEndsAtTheSupport(_ argument: DistributionCase) {
    let distribution = argument.distribution
    #expect(distribution.quantile(0) == distribution.support.lower)
    #expect(distribution.quantile(1) == distribution.support.upper)
    for p in [-1e-300, 1.0000000000000002, -.infinity, .nan] {
      #expect(distribution.quantile(p).isNaN, "p \(p)")
    }
  }

  @Test(arguments: DistributionCase.all)
  func cumulativeAndSurvivalSumToOne(_ argument: DistributionCase) {
    let distribution = argument.distribution
    for p in stride(from: 0.01, to: 1, by: 0.01) {
      let z = distribution.quantile(p)
      let sum = distribution.cumulativeProbability(z) + distribution.survivalProbability(z)
      #expect(abs(sum - 1) < (distribution.exponent == nil ? 2e-14 : 4e-15), "p \(p)")
    }
    #expect(distribution.cumulativeProbability(.infinity) == 1)
    #expect(distribution.survivalProbability(-.infinity) == 1)
    #expect(distribution.cumulativeProbability(-.infinity) == 0)
    #expect(distribution.survivalProbability(.infinity) == 0)
    #expect(distribution.cumulativeProbability(.nan).isNaN)
    #expect(distribution.logProbability(from: 1, to: 1) == -.infinity)
    #expect(distribution.logProbability(from: 2, to: 1) == -.infinity)
  }

  @Test(arguments: DistributionCase.all)
  func modeMaximises(_ argument: DistributionCase) {
    let distribution = argument.distribution
    // An end of the support that it is largest towards has no density itself.
    let mode = distribution.mode
    let (up, down) = (distribution.logDensity(mode.nextUp), distribution.logDensity(mode.nextDown))
    let peak = max(up, down, distribution.logDensity(mode))
    #expect(peak > -.infinity)
    for p in stride(from: 0.001, to: 1, by: 0.001) {
      let z = distribution.quantile(p)
      #expect(distribution.logDensity(z) <= peak + 4e-15 * max(1, abs(peak)), "z \(z)")
    }
  }

  @Test(arguments: DistributionCase.all)
  func exponentIsTheLogDensity(_ argument: DistributionCase) throws {
    let distribution = argument.distribution
    guard let exponent = distribution.exponent else { return }
    let natural = exponent.naturalParameters
    for p in [1e-12, 0.1, 0.5, 0.77, 1 - 1e-12] {
      let z = distribution.quantile(p)
      guard distribution.support.contains(z) else { continue }
      let (value, truth) = (exponent(DoubleDouble(z)).head, distribution.logDensity(z))
      #expect(abs(value - truth) < 4e-15 * max(1, abs(truth), abs(natural.linear.head * z)))
    }
  }

  /// z(ε) maps the quantiles of the noise to those of the distribution.
  @Test(arguments: DistributionCase.families)
  func reparameterizationMapsQuantiles(_ argument: DistributionCase) throws {
    let distribution = argument.distribution
    guard let map = distribution.reparameterization else { return }
    let base: any Distribution =
      switch map.noise {
      case .exponential: try Exponential(rate: 1)
      case .normal: Normal.standard
      case .halfNormal: HalfNormal.standard
      case .uniform: try Uniform(from: 0, to: 1)
      case .logistic: try Logistic(location: 0, scale: 1)
      case .gumbel: try Gumbel(location: 0, scale: 1)
      case .cauchy: try Cauchy(location: 0, scale: 1)
      case .halfCauchy: try HalfCauchy(scale: 1)
      case .doubleExponential: try DoubleExponential(location: 0, scale: 1)
      case .rayleigh: try Rayleigh(scale: 1)
      }
    for p in Self.tails + Self.tails.map({ 1 - $0 }) where p < 1 {
      let (z, truth) = (map(base.quantile(p)), distribution.quantile(p))
      #expect(relativeError(z, truth) < 4e-16, "p \(p): \(z), \(truth)")
    }
  }

  @Test(arguments: DistributionCase.truncations.map { DistributionCase(distribution: $0) })
  func truncationHasNoAffineNoise(_ argument: DistributionCase) {
    #expect(argument.distribution.reparameterization == nil)
  }
}

/// The bulk of a distribution, in the units of its spread.
private struct Window {
  let distribution: any Distribution
  let points: [Double]
  /// The distance between the quartiles, or so: what keeps squares from overflowing.
  let scale: Double
  /// What the rounding of z does to an integral, relative to it.
  let rounding: Double

  init(_ distribution: any Distribution) throws {
    self.distribution = distribution
    let probabilities = [1e-300, 1e-30, 1e-9, 0.1, 0.3, 0.5, 0.7, 0.9, 1 - 1e-6, 1 - 0x1p-53]
    let quantiles = probabilities.map { distribution.quantile($0) }
    let spread = quantiles[7] - quantiles[3]
    scale = spread
    points = Set(quantiles).sorted()
    rounding = 4 * quantiles[5].ulp / scale
  }

  /// ∫ p(z) f(z) dz over the bulk.
  func integral(_ value: @escaping (Double) -> Double) throws -> Double {
    let (first, last) = (points[0], points[points.count - 1])
    return try integrate(
      from: first, to: last, breakpoints: points,
      tolerance: Tolerance(relative: max(1e-13, rounding), absolute: max(1e-13, rounding))
    ) { z in
      let density = distribution.density(z)
      return density == 0 ? 0 : density * value(z)
    }.value
  }
}
