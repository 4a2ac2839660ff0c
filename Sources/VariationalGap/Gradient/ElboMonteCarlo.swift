// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

/// ELBO and gradient by Monte Carlo, as inference libraries estimate them (problems 1b and 1c).
///
/// One stream of z = ε/φ, ε = −log(1 − u) ~ Exp(1), serves all estimates:
///
/// ```text
/// ELBO      log w(z),  w = p(x, z)/q(z)
/// ∂/∂θ      1/θ − z
/// ∂/∂φ      pathwise           −z(m − z)/φ − 1/φ           (Kingma and Welling, 2014)
///           score function     (1/φ − z)·log w(z)          (Ranganath, Gerrish and Blei, 2014)
/// ```
public struct ElboMonteCarlo: Sendable, Hashable {
  /// The ELBO.
  public let elbo: SampledValue
  /// ∂ELBO/∂θ.
  public let theta: SampledValue
  /// ∂ELBO/∂φ, by the reparameterisation z = ε/φ.
  public let pathwisePhi: SampledValue
  /// ∂ELBO/∂φ, by the score function.
  public let scorePhi: SampledValue
}

extension Exercise {
  /// Estimates ELBO and gradient from samples.
  ///
  /// - Parameters:
  ///   - family: q.
  ///   - count: the number of samples, at least 2.
  ///   - seed: the seed; the same one gives the same estimates everywhere.
  /// - Throws: ``InferenceError``.
  public func monteCarlo(
    of family: Exponential, count: Int, seed: UInt64
  ) throws(InferenceError) -> ElboMonteCarlo {
    guard count >= 2 else {
      throw .argument("the number of samples", value: "\(count)", requirement: "at least 2")
    }
    var source: RandomSource
    do {
      source = try RandomSource(seed: seed)
    } catch {
      throw .quadrature(quantity: "the samples", error)
    }
    let (theta, phi, x) = (prior.rate, family.rate, observation)
    let m = (DoubleDouble(x) - DoubleDouble(theta)).head
    var elbo = SampleMoments()
    var gradientTheta = SampleMoments()
    var pathwise = SampleMoments()
    var score = SampleMoments()
    for _ in 0..<count {
      let z = family.quantile(source.uniform())
      let logLikelihood = -0.5 * (x - z) * (x - z) - DoubleDouble.halfLogTwoPi.head
      let logWeight = prior.logDensity(z) + logLikelihood - family.logDensity(z)
      elbo.add(logWeight)
      gradientTheta.add(1 / theta - z)
      pathwise.add((-z * (m - z) - 1) / phi)
      score.add((1 / phi - z) * logWeight)
    }
    return ElboMonteCarlo(
      elbo: elbo.estimate, theta: gradientTheta.estimate, pathwisePhi: pathwise.estimate,
      scorePhi: score.estimate)
  }
}
