// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// p(x | z): how an observation is distributed, given the latent.
public protocol Likelihood: Sendable {
  /// log p(x | z); −∞ where x is impossible.
  ///
  /// - Parameters:
  ///   - x: the observation, finite.
  ///   - z: the latent.
  func logDensity(of x: Double, given z: Double) -> Double

  /// log p(x | z) as a function of z, where it is quadratic; else `nil`.
  func exponent(of x: Double) -> QuadraticExponent?

  /// Where p(x | z), as a function of z, may have its bulk: where the search for the mode of the
  /// posterior should look besides the prior's.
  func landmarks(of x: Double) -> [Double]
}

extension Likelihood {
  /// None.
  public func exponent(of x: Double) -> QuadraticExponent? { nil }

  /// None.
  public func landmarks(of x: Double) -> [Double] { [] }
}
