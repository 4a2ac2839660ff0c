// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Testing

/// The Lévy distribution √(c/2π) z^(−3/2) exp(−c/(2z)): one that says its support and its density alone.
struct Levy: Distribution {
  let scale: Double

  var support: Interval { .positive }

  var formula: Formula {
    let (z, c) = (Formula.latent, Formula(scale))
    return 0.5 * .log(c / (2 * .constant(.pi))) - 1.5 * .log(z) - c / (2 * z)
  }
}

/// What follows by quadrature from a support and a density; truth by mpmath.
struct OwnDistributionTests {
  let levy = Levy(scale: 2)

  /// c/3; erfc(√(c/2z)) = ½; ½(1 + 3γ + log 16πc²).
  @Test func whatItDoesNotSayFollows() {
    #expect(relativeError(levy.mode, 2.0 / 3) < 1e-15)
    #expect(relativeError(levy.quantile(0.5), 4.396218676635464808) < 1e-12)
    #expect(abs(levy.entropy - 4.0176299819568353062) < 1e-11)
    #expect(levy.mean == .infinity && levy.variance.isNaN)
    #expect(levy.quantile(0) == 0 && levy.quantile(1) == .infinity && levy.quantile(2).isNaN)
    #expect(levy.exponent == nil && levy.reparameterization == nil)
  }

  @Test(arguments: [
    (0.0, 1.0, -1.8496055099332482486), (0, 0.01, -102.8798890248448865),
    (1e6, .infinity, -6.7869733746801807), (-3, 0, -.infinity), (0, .infinity, 0),
  ])
  func probabilitiesAreWithinTheirBounds(_ a: Double, _ b: Double, _ truth: Double) {
    let probability = levy.boundedLogProbability(from: a, to: b)
    guard truth.isFinite else {
      #expect(probability.value.head == truth)
      return
    }
    #expect(abs(probability.value.head - truth) <= probability.error + truth.ulp, "\(probability)")
    #expect(probability.error < 1e-11 * max(1, abs(truth)), "\(probability)")
  }

  /// Against the families' closed forms: light, heavy and singular ends, every scale.
  @Test(arguments: [
    "normal(1e6, 1e-3)", "gamma(0.01, 1)", "gamma(30.5, 1e-3)", "student_t(30, -2, 3)",
    "beta(0.5, 0.5)", "lognormal(3, 4)", "weibull(0.3, 2)", "gumbel(-3, 0.2)",
    "double_exponential(1000, 10)", "inv_gamma(3, 2)", "pareto(5, 1.5)", "exponential(1e-100)",
    "loglogistic(2, 3)", "uniform(-3, 2.5)", "cauchy(0, 1)",
  ])
  func quadratureAgreesWithClosedForms(_ spec: String) throws {
    func check(_ known: some Distribution) {
      let bare = Bare(support: known.support, formula: known.formula)
      let scale = known.quantile(0.75) - known.quantile(0.25)
      for p in [1e-9, 0.1, 0.5, 0.9, 1 - 1e-9] {
        let (value, truth) = (bare.quantile(p), known.quantile(p))
        #expect(abs(value - truth) <= 1e-9 * max(scale, abs(truth)), "\(p): \(value), \(truth)")
        guard known.support.contains(truth) else { continue }
        let (below, above) = (
          bare.boundedLogProbability(from: -.infinity, to: truth),
          bare.boundedLogProbability(from: truth, to: .infinity)
        )
        let other = known.boundedLogProbability(from: -.infinity, to: truth)
        #expect(abs(below.value.head - other.value.head) <= below.error + 1e-12 * max(1, -log(p)))
        #expect(abs(exp(below.value.head) + exp(above.value.head) - 1) < 1e-11)
      }
      if known.mean.isFinite {
        #expect(abs(bare.mean - known.mean) <= 1e-11 * max(scale, abs(known.mean)))
      } else {
        #expect(bare.mean.isInfinite == known.mean.isInfinite, "\(bare.mean)")
      }
      if known.variance.isFinite {
        #expect(relativeError(bare.variance, known.variance) < 1e-9, "\(bare.variance)")
      }
      #expect(abs(bare.entropy - known.entropy) < 1e-9 * max(1, abs(known.entropy)))
    }
    check(try DistributionSpec.parse(spec))
  }

  /// A mode that is not seen is missed in the sum of all probabilities.
  @Test func whatIsNotSeenIsNotSaid() {
    let z = Formula.latent
    let peaks = [-40.0, 40].map { Formula.exp(-0.5 * .square(z - Formula($0))) }
    let mixture = Bare(
      support: .real, formula: .log(peaks[0] + peaks[1]) - .constant(.halfLogTwoPi) - .log(2))
    let probability = mixture.boundedLogProbability(from: -1e3, to: 1e3)
    #expect(probability.error == .infinity || abs(probability.value.head) <= probability.error)
    #expect(mixture.mean.isNaN || abs(mixture.mean) < 1e-9)
    #expect(mixture.quantile(0.2).isNaN || abs(mixture.quantile(0.2) + 40.2533) < 1e-3)
  }
}

/// A distribution without anything but what it has to have.
private struct Bare: Distribution {
  let support: Interval
  let formula: Formula
}
