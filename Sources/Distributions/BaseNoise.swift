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

  /// The noise of a reparameterization.
  public init(_ base: Reparameterization.Base) {
    switch base {
    case .exponential: self = .exponential
    case .normal: self = .normal
    case .halfNormal: self = .halfNormal
    }
  }

  /// The noise that has u as its cumulative probability, 0 < u < 1.
  func quantile(_ u: Double) -> Double {
    switch self {
    case .uniform: u
    case .exponential: -logarithm(onePlus: -u)
    case .normal: Normal.standard.quantile(u)
    case .halfNormal: HalfNormal.standard.quantile(u)
    }
  }
}
