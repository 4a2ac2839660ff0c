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

  /// log P(lower ≤ x ≤ upper | z) as a formula in z: the likelihood of a censored observation.
  ///
  /// - Parameters:
  ///   - lower: −∞ for none.
  ///   - upper: ∞ for none.
  /// - Throws: `ObservationError` for an interval that no z makes possible, or where the probability is not known, as it
  ///   is by default.
  func logProbability(
    from lower: Double, to upper: Double
  ) throws(ObservationError) -> Formula

  /// What at this z is outside its domain, so that the formula means nothing; none by default.
  func violations(at z: Double) -> [ParameterViolation]
}

extension Likelihood {
  /// Not known.
  public func logProbability(
    from lower: Double, to upper: Double
  ) throws(ObservationError) -> Formula {
    throw .interval(
      .interval(from: lower, to: upper), likelihood: "\(self)",
      .noDistributionFunction(family: "\(Self.self)"))
  }

  /// log p(x | z), or of a censored x the logarithm of the probability of its interval, as a formula in z.
  ///
  /// - Throws: `ObservationError` for an observation that is no finite number or no interval, or that no z makes possible.
  public func logLikelihood(of observation: Observation) throws(ObservationError) -> Formula {
    switch observation {
    case .value(let x):
      guard x.isFinite else { throw .notFinite(x) }
      return try logDensity(of: x)
    case .interval(let lower, let upper):
      guard lower <= upper, lower < .infinity, upper > -.infinity else {
        throw .notAnInterval(observation)
      }
      return try logProbability(from: lower, to: upper)
    }
  }

  /// None.
  public func violations(at z: Double) -> [ParameterViolation] { [] }
}

extension ConditionalDensity: Likelihood {}
