// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// p(x | z): how an observation is distributed, given the latent.
///
/// Those that have a text are `ConditionalDensity`, as `LikelihoodSpec` reads them. Any other is a
/// formula:
///
/// ```swift
/// struct Robust: Likelihood {
///   func logDensity(of x: Double) -> Formula {
///     // Student's t with 3 degrees of freedom, up to a factor of p(x).
///     -2 * (1 + (.number(x) - .latent).applying(.square) / 3).applying(.log)
///   }
/// }
/// ```
public protocol Likelihood: Sendable {
  /// log p(x | z) as a formula in z.
  ///
  /// - Parameter x: the observation, finite.
  /// - Throws: `ObservationError` for an x that no z makes possible.
  func logDensity(of x: Double) throws(ObservationError) -> Formula

  /// What at this z is outside its domain, so that the formula means nothing; none by default.
  func violations(at z: Double) -> [ParameterViolation]
}

extension Likelihood {
  /// None.
  public func violations(at z: Double) -> [ParameterViolation] { [] }
}

extension ConditionalDensity: Likelihood {}
