// SPDX-License-Identifier: GPL-3.0-or-later

/// Noise that does not depend on the parameters of a distribution, from which samples of it are made.
public enum BaseNoise: String, Sendable, Hashable, CaseIterable {
  /// u ~ U(0, 1), for every distribution: z = quantile(u). The sheet's problem 2b.
  case uniform
  /// ε ~ Exp(1), for families with this noise: z = location + scale·ε. The sheet's problem 2a.
  case exponential
  /// ε ~ N(0, 1), for families with this noise.
  case normal
  /// ε ~ |N(0, 1)|, for families with this noise.
  case halfNormal = "half_normal"
  /// ε ~ Logistic(0, 1), for families with this noise.
  case logistic
  /// ε ~ Gumbel(0, 1), for families with this noise.
  case gumbel
  /// ε ~ Cauchy(0, 1), for families with this noise.
  case cauchy
  /// ε ~ |Cauchy(0, 1)|, for families with this noise.
  case halfCauchy = "half_cauchy"
  /// ε ~ double exponential with μ = 0 and σ = 1, for families with this noise.
  case doubleExponential = "double_exponential"
  /// ε ~ Rayleigh(1), for families with this noise.
  case rayleigh

  /// Whether the noise is above 0.
  var isPositive: Bool {
    switch self {
    case .uniform, .exponential, .halfNormal, .halfCauchy, .rayleigh: true
    case .normal, .logistic, .gumbel, .cauchy, .doubleExponential: false
    }
  }

  /// The noise that has p as its cumulative probability, from the nearer end; p in [0, 1].
  func quantile(_ p: Double) -> Double {
    switch self {
    case .uniform: p
    case .exponential: -logarithm(onePlus: -p)
    case .normal: Normal.standard.quantile(p)
    case .halfNormal: HalfNormal.standard.quantile(p)
    case .logistic: logit(p)
    // Near 1 log p by the distance from 1.
    case .gumbel: -logarithm(-(p < 0.5 ? logarithm(p) : logarithm(onePlus: p - 1)))
    case .cauchy: CauchyTail.quantile(p)
    case .halfCauchy: CauchyTail.halfQuantile(p)
    case .doubleExponential: p < 0.5 ? logarithm(2 * p) : -logarithm(2 * (1 - p))
    case .rayleigh: (-2 * logarithm(onePlus: -p)).squareRoot()
    }
  }
}
