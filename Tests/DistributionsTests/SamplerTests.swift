// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

struct SamplerTests {
  static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

  /// What is drawn, and from which noise.
  struct Draw: CustomTestStringConvertible, Sendable {
    let noise: BaseNoise
    let distribution: any Distribution
    let count: Int
    var testDescription: String { "\(count) of \(distribution) from \(noise)" }

    init(_ noise: BaseNoise, _ distribution: any Distribution, _ count: Int = 100_000) {
      (self.noise, self.distribution, self.count) = (noise, distribution, count)
    }
  }

  static func draws() throws -> [Draw] {
    let exponential = try Exponential(rate: 2)
    let normal = try Normal(mean: -1, standardDeviation: 3)
    let half = try HalfNormal(scale: 0.5)
    return [
      Draw(.uniform, exponential), Draw(.exponential, exponential), Draw(.normal, normal, 20_000),
      Draw(.halfNormal, half, 20_000),
      Draw(.logistic, try Logistic(location: 1, scale: 2), 20_000),
      Draw(.gumbel, try Gumbel(location: 1, scale: 2), 20_000),
      Draw(.cauchy, try Cauchy(location: 1, scale: 2), 20_000),
      Draw(.halfCauchy, try HalfCauchy(scale: 2), 20_000),
      Draw(.doubleExponential, try DoubleExponential(location: 1, scale: 2), 20_000),
      Draw(.rayleigh, try Rayleigh(scale: 2), 20_000),
      Draw(.uniform, try Uniform(from: -1, to: 2), 20_000),
      Draw(.uniform, try Weibull(shape: 0.7, scale: 2), 20_000),
      Draw(.uniform, try Pareto(minimum: 2, shape: 1.5), 20_000),
      Draw(.uniform, try Kumaraswamy(a: 2, b: 0.7), 20_000),
      // A quantile by bisection: fewer draws.
      Draw(.uniform, try Gamma(shape: 2.5, rate: 3), 1000),
      Draw(.uniform, try InverseGamma(shape: 2.5, scale: 3), 1000),
      Draw(.uniform, try ChiSquare(degreesOfFreedom: 3), 1000),
      Draw(.uniform, try LogNormal(location: 1, scale: 0.5), 1000),
      Draw(.uniform, try Beta(alpha: 2, beta: 0.7), 1000),
      Draw(.uniform, try StudentT(degreesOfFreedom: 3, location: 1, scale: 2), 1000),
    ]
  }

  /// Ten samples at 1 %: two or more rejections have a probability of 0.4 %.
  @Test(arguments: try draws())
  func samplesPassKolmogorovAndSmirnov(_ draw: Draw) throws {
    func pValues(_ target: some Distribution) throws -> [Double] {
      let sampler = try Sampler(target, from: draw.noise)
      return try Self.seeds.map { seed in
        let values = try sampler.draws(draw.count, seed: seed).map(\.value)
        return try KolmogorovSmirnov(values, against: target).pValue
      }
    }
    let all = try pValues(draw.distribution)
    let rejections = all.filter { $0 < 0.01 }.count
    #expect(rejections <= 1, "seeds \(Self.seeds): p-values \(all)")
  }

  /// A truncation has its quantile by bisection: fewer draws.
  @Test func samplesOfATruncationPass() throws {
    let target = try Truncated(Normal.standard, to: Interval(from: 30, to: .infinity))
    let values = try Sampler(target).draws(2_000, seed: 1).map(\.value)
    #expect(values.allSatisfy(target.support.contains))
    #expect(try KolmogorovSmirnov(values, against: target).pValue > 0.01)
  }

  /// Many draws share the sums that a quantile by quadrature takes, and are what it gives.
  @Test(arguments: [
    "exp_mod_normal(0.5, 1, 2)", "inv_gaussian(2, 5)", "inv_gaussian(1e100, 1e-100)",
    "skew_normal(0, 1, 1e4)", "von_mises(1, 400)", "skew_normal(0.5, 0.4, 2) T[0, ]",
    "noncentral_t(5, 1)",
  ])
  func drawsOfADensityAreItsQuantiles(_ spec: String) throws {
    let target = try DistributionSpec.parse(spec)
    func compare(_ target: some Distribution) throws {
      let count = spec.hasPrefix("noncentral") ? 2 : 12
      for draw in try Sampler(target).draws(count, seed: 11) {
        let truth = target.quantile(draw.noise)
        // The logarithm of 1e-110 has 14 decimals.
        let size = max(abs(truth), abs(target.mode - truth))
        #expect(abs(draw.value - truth) <= 1e-13 * size, "\(draw), is \(truth)")
      }
    }
    try compare(target)
  }

  /// Against the distribution function in closed form, from one tail to the other.
  @Test func drawsOfAnInverseGaussianAreRight() throws {
    let (mean, shape) = (2.0, 5.0)
    func below(_ z: Double) -> Double {
      func normal(_ t: Double) -> Double { erfc(-t / 2.0.squareRoot()) / 2 }
      let root = (shape / z).squareRoot()
      return normal(root * (z / mean - 1))
        + exp(2 * shape / mean) * normal(-root * (z / mean + 1))
    }
    let target = try InverseGaussian(values: InverseGaussian.family.values([mean, shape]))
    for draw in try Sampler(target).draws(3000, seed: 3) {
      #expect(abs(below(draw.value) - draw.noise) <= 1e-14, "\(draw)")
    }
  }

  /// A sample of another rate does not pass.
  @Test func wrongDistributionIsRejected() throws {
    let values = try Sampler(Exponential(rate: 1)).draws(100_000, seed: 1).map(\.value)
    #expect(try KolmogorovSmirnov(values, against: Exponential(rate: 1.05)).pValue < 1e-5)
  }

  /// The sheet's problems 2a and 2b: the same u, the same z.
  @Test func noiseIsTheQuantileOfTheSameStream() throws {
    let target = try Exponential(rate: 0.3)
    let uniform = try Sampler(target, from: .uniform).draws(1000, seed: 42)
    let exponential = try Sampler(target, from: .exponential).draws(1000, seed: 42)
    for (u, e) in zip(uniform, exponential) {
      #expect(u.value == target.quantile(u.noise) && u.noise > 0 && u.noise < 1)
      #expect(e.value == e.noise / 0.3 || relativeError(e.value, e.noise / 0.3) < 3e-16)
      #expect(relativeError(u.value, e.value) < 4e-16)
    }
    // The first number of MT19937 with the seed 42: 1608637542 and 3421126067.
    let high = UInt64(1_608_637_542) >> 6, low = UInt64(3_421_126_067) >> 6
    #expect(uniform[0].noise == (Double(high << 26 | low) + 0.5) * 0x1p-52)
    #expect(try Sampler(target).draws(1000, seed: 42) == uniform)
    #expect(try Sampler(target).draws(3, seed: 43) != Array(uniform.prefix(3)))
  }

  /// At rates where 1/λ or its products leave the normal doubles, z stays between 0 and ∞.
  @Test(arguments: [0x1.01p-1024, 1e-308, 1e-300, 1, 1e300, 1.7976931348623157e308])
  func samplesAreNeverZeroOrInfinite(rate: Double) throws {
    let target = try Exponential(rate: rate)
    for noise in [BaseNoise.uniform, .exponential] {
      for sample in try Sampler(target, from: noise).draws(20_000, seed: 5) {
        guard sample.value > 0, sample.value.isFinite else {
          Issue.record("\(sample) from \(noise)")
          return
        }
      }
    }
  }

  @Test func noiseOfAnotherFamilyIsRefused() throws {
    let error = #expect(throws: DistributionError.self) {
      try Sampler(Exponential(rate: 2), from: .halfNormal)
    }
    #expect(
      error?.description
        == "the noise of a sample of exponential(2.0) must be uniform or exponential, "
        + "got half_normal")
    let half = try Truncated(Normal.standard, to: .positive)
    #expect(throws: DistributionError.self) { try Sampler(half, from: .normal) }
  }

  @Test(arguments: [0, -1, Int.min])
  func noDrawsAreNone(count: Int) throws {
    #expect(try Sampler(Normal.standard).draws(count, seed: 1).isEmpty)
  }
}
