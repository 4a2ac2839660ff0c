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

  /// The noise of a reparameterization.
  public init(_ base: Reparameterization.Base) {
    switch base {
    case .exponential: self = .exponential
    case .normal: self = .normal
    case .halfNormal: self = .halfNormal
    case .uniform: self = .uniform
    case .logistic: self = .logistic
    case .gumbel: self = .gumbel
    case .cauchy: self = .cauchy
    case .halfCauchy: self = .halfCauchy
    case .doubleExponential: self = .doubleExponential
    case .rayleigh: self = .rayleigh
    }
  }

  /// The noise that has u as its cumulative probability, 0 < u < 1.
  func quantile(_ u: Double) -> Double {
    switch self {
    case .uniform: u
    case .exponential: -logarithm(onePlus: -u)
    case .normal: Normal.standard.quantile(u)
    case .halfNormal: HalfNormal.standard.quantile(u)
    case .logistic: logarithm(u) - logarithm(onePlus: -u)
    case .gumbel: -logarithm(-logarithm(u))
    case .cauchy: CauchyTail.quantile(u)
    case .halfCauchy: CauchyTail.halfQuantile(u)
    case .doubleExponential: u < 0.5 ? logarithm(2 * u) : -logarithm(2 * (1 - u))
    case .rayleigh: (-2 * logarithm(onePlus: -u)).squareRoot()
    }
  }
}
