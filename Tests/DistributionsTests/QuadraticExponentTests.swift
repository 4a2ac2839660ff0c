// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

struct QuadraticExponentTests {
  /// η of the textbooks: −λ; (μ/σ², −1/(2σ²)); (0, −1/(2σ²)).
  @Test func naturalParametersAreThoseOfTextbooks() throws {
    let exponential = try #require(Exponential(rate: 0.3).exponent).naturalParameters
    #expect(exponential.linear == DoubleDouble(-0.3) && exponential.quadratic == DoubleDouble(0))
    let normal = try #require(Normal(mean: 3, standardDeviation: 0.25).exponent).naturalParameters
    #expect(normal.linear == DoubleDouble(48) && normal.quadratic == DoubleDouble(-8))
    let half = try #require(HalfNormal(scale: 4).exponent).naturalParameters
    #expect(half.linear == DoubleDouble(0) && half.quadratic == DoubleDouble(-1 / 32.0))
    let interval = try Interval(from: 1, to: 2)
    let truncated = try Truncated(Normal(mean: 3, standardDeviation: 0.25), to: interval)
    let parameters = try #require(truncated.exponent).naturalParameters
    #expect(parameters.linear == DoubleDouble(48) && parameters.quadratic == DoubleDouble(-8))
  }

  /// The constant is minus the log-partition function: log λ, and −μ²/(2σ²) − log σ√(2π) at z = 0.
  @Test func valueAtZeroIsTheLogPartition() throws {
    #expect(try #require(Exponential(rate: 5).exponent).constant == .log(5))
    let normal = try #require(Normal(mean: 3, standardDeviation: 0.25).exponent)
    let truth = DoubleDouble(-72) - .halfLogTwoPi - .log(0.25)
    #expect((normal(DoubleDouble(0)) - truth).head == 0)
  }

  /// p_θ(z) N(x; z, 1)/q_φ(z), φ ≈ θ: the coefficient x − θ + φ, as rational numbers have it.
  @Test(arguments: [
    // x, θ, φ, x − θ + φ: exact, since θ and φ are doubles close together.
    (0.1, 434.0, 434.0.nextUp, 0.1 + 434.0.ulp),
    (1e-12, 434.1, 434.1.nextUp, 1e-12 + 434.1.ulp),
    (1e-300, 1e10, 1e10, 1e-300),
    (3e-17, 1, 1.0.nextUp, 2.220446049250313e-16 + 3e-17),
    (1, 1e30, 1e30, 1),
  ])
  func coefficientsCancelWithoutLoss(x: Double, theta: Double, phi: Double, truth: Double) throws {
    let prior = try #require(Exponential(rate: theta).exponent)
    let likelihood = try #require(Normal(mean: x, standardDeviation: 1).exponent)
    let q = try #require(Exponential(rate: phi).exponent)
    let ratio = prior + likelihood - q
    let natural = ratio.naturalParameters
    #expect(relativeError(natural.linear.head, truth) < 2.3e-16)
    #expect(natural.quadratic == DoubleDouble(-0.5))
    #expect(relativeError(ratio.slope(at: DoubleDouble(0)).head, truth) < 2.3e-16)
    // log θ − log φ, φ = θ(1 + δ): −δ, from logarithms of which each is off by 1e-16.
    #expect(abs((ratio.constant + .halfLogTwoPi).head - (theta - phi) / theta) < 2e-16)
    #expect(ratio.constantError <= 3e-16)
  }

  /// Two normals whose log densities differ in the 25th digit: (z − μ₂)² − (z − μ₁)² over 2σ².
  @Test(arguments: [1, 1e6, 1e12])
  func squaresCancelWithoutLoss(mean: Double) throws {
    let other = mean.nextUp
    let (a, b) = (
      try #require(Normal(mean: mean, standardDeviation: 1).exponent),
      try #require(Normal(mean: other, standardDeviation: 1).exponent)
    )
    for offset in [0, 0.25, -3, 100] {
      // With δ = μ₂ − μ₁ and s = z − μ₁: log a − log b = ½δ² − sδ.
      let delta = mean.ulp
      let truth = delta * (delta / 2 - offset)
      let value = (a - b)(DoubleDouble(mean) + DoubleDouble(offset)).head
      #expect(abs(value - truth) <= 1e-29 * max(1, offset * offset) + 2e-16 * abs(truth))
    }
  }

  /// Sums and differences equal those of log densities, for every pair of families.
  @Test(arguments: DistributionCase.all.filter { $0.distribution.exponent != nil })
  func sumsAreThoseOfLogDensities(_ argument: DistributionCase) throws {
    let distribution = argument.distribution
    let other = try Normal(mean: 1, standardDeviation: 3)
    let (a, b) = (try #require(distribution.exponent), try #require(other.exponent))
    for p in [0.1, 0.5, 0.9] {
      let z = distribution.quantile(p)
      guard distribution.support.contains(z) else { continue }
      let (x, y) = (distribution.logDensity(z), other.logDensity(z))
      let tolerance = 4e-15 * max(1, abs(x), abs(y), abs(a.linear.head * z))
      guard y.isFinite else { continue }
      #expect(abs((a + b)(DoubleDouble(z)).head - (x + y)) <= tolerance, "z \(z)")
      #expect(abs((a - b)(DoubleDouble(z)).head - (x - y)) <= tolerance, "z \(z)")
    }
  }

  /// 1/σ² outside the doubles: no exponent rather than one without digits.
  @Test(arguments: [1e-146, 1e-200, 1e-307, 1e146, 1e200, 1.7e308])
  func exponentsWithoutDigitsAreNil(scale: Double) throws {
    #expect(try Normal(mean: 1, standardDeviation: scale).exponent == nil)
    #expect(try HalfNormal(scale: scale).exponent == nil)
  }

  @Test(arguments: [1.0000000000000002e-145, 3.3e-140, 0.1, 7e100, 1e145])
  func precisionHas31Digits(scale: Double) throws {
    let natural = try #require(HalfNormal(scale: scale).exponent).naturalParameters
    // −2ησ² = 1, a power of two taken out so that nothing overflows.
    let (s, e) = (DoubleDouble(scale.significand), scale.binade)
    let one = natural.quadratic * -2 * e * e * s * s
    #expect(abs((one - DoubleDouble(1)).head) < 0x1p-98)
  }
}
