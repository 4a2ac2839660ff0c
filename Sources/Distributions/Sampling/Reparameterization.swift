// SPDX-License-Identifier: GPL-3.0-or-later

/// A family as an affine image of base noise: z = location + scale·ε, ε ~ base.
///
/// Expectations under the family become expectations under noise that does not depend on its
/// parameters, which both samples and integrates (Kingma and Welling, "Auto-Encoding Variational
/// Bayes", 2014, §2.4).
public struct Reparameterization: Sendable, Hashable {
  /// The distribution of the noise ε.
  public enum Base: Sendable, Hashable {
    /// Exp(1).
    case exponential
    /// N(0, 1).
    case normal
    /// |N(0, 1)|.
    case halfNormal
    /// U(0, 1).
    case uniform
    /// Logistic(0, 1).
    case logistic
    /// Gumbel(0, 1).
    case gumbel
    /// Cauchy(0, 1).
    case cauchy
    /// |Cauchy(0, 1)|.
    case halfCauchy
    /// The double exponential distribution with μ = 0 and σ = 1.
    case doubleExponential
    /// Rayleigh(1).
    case rayleigh
  }

  /// The distribution of ε.
  public let base: Base

  /// What is added.
  public let location: Double

  /// What ε is multiplied by; positive.
  public let scale: Double

  /// z(ε).
  public func callAsFunction(_ noise: Double) -> Double { location + scale * noise }
}
