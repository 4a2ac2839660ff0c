// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// p(x | z): how an observation is distributed, given the latent.
public protocol Likelihood: Sendable {
  /// log p(x | z) as a formula in z; −∞ where x is impossible.
  ///
  /// - Parameter x: the observation, finite.
  func formula(of x: Double) -> Formula

  /// log p(x | z); −∞ where x is impossible. By default the value of ``formula(of:)``.
  ///
  /// - Parameters:
  ///   - x: the observation, finite.
  ///   - z: the latent.
  func logDensity(of x: Double, given z: Double) -> Double

  /// log p(x | z) as a function of z, where it is quadratic; else `nil`.
  func exponent(of x: Double) -> QuadraticExponent?
}

extension Likelihood {
  /// None.
  public func exponent(of x: Double) -> QuadraticExponent? { nil }

  /// The value of ``formula(of:)``.
  public func logDensity(of x: Double, given z: Double) -> Double {
    formula(of: x)(DoubleDouble(z)).head
  }
}
