// SPDX-License-Identifier: GPL-3.0-or-later

/// A continuous distribution on the real line.
///
/// A distribution of one's own says where its density is positive, and what its logarithm is:
///
/// ```swift
/// struct Levy: Distribution {
///   let scale: Double
///   var support: Interval { .positive }
///   var formula: Formula {
///     let z = Formula.latent
///     return 0.5 * log(scale / (2 * Double.pi)) - 1.5 * .log(z) - scale / (2 * z)
///   }
/// }
/// ```
///
/// Everything else follows by quadrature of a density with one mode, to 12 digits or so, in a millisecond; a
/// family that knows a closed form says so. That the density integrates to 1 is on the author: a model, and
/// a KL, refuse any other with its mass.
public protocol Distribution: Sendable {
  /// Where the density is positive.
  var support: Interval { get }

  /// log p(z) as a formula in the latent, right inside the support.
  var formula: Formula { get }

  /// What is known of the integral of the density: for the library's families that it is 1; of any other,
  /// and so of one's own, nothing by default.
  var normalization: Normalization { get }

  /// log p(z); −∞ outside the support. By default the value of the formula.
  func logDensity(_ z: Double) -> Double

  /// How the density behaves towards the lower end of the support; unknown by default.
  var lowerTail: Tail { get }

  /// How the density behaves towards the upper end of the support; unknown by default.
  var upperTail: Tail { get }

  /// E[z]; ±∞ where a tail is too heavy, and NaN where both are.
  var mean: Double { get }

  /// E[(z − E[z])²]; ∞ where a tail is too heavy, NaN where the mean is not finite.
  var variance: Double { get }

  /// Where the density is largest, or the end of the support that it is largest towards.
  var mode: Double { get }

  /// The differential entropy −E[log p(z)], in nats.
  var entropy: Double { get }

  /// log P(a < z < b), accurate in relative terms for the probability even far in the tails, with a bound on
  /// its error, and with the digits that a double has no room for where the family knows them; −∞ where the
  /// interval and the support do not meet. By default the quadrature's estimate is the bound.
  func boundedLogProbability(from a: Double, to b: Double) -> LogProbability

  /// The inverse of the cumulative distribution function, p in [0, 1]; NaN outside.
  ///
  /// At the same time the transformation S(u) of base noise u ~ U(0, 1) into z.
  func quantile(_ p: Double) -> Double

  /// The natural parameters and the log-partition function, where the log density is quadratic; `nil` by
  /// default.
  var exponent: QuadraticExponent? { get }

  /// The transformation z = location + scale·ε of base noise, where the family has one; `nil` by default.
  var reparameterization: Reparameterization? { get }

  /// η, with the sufficient statistics T(z) they belong to, where the family is an exponential one
  /// (with its shape fixed, if the statistics need it); empty by default.
  ///
  /// log p(z) = Σ ηᵢTᵢ(z) + const on the support.
  var naturalParameters: [NaturalParameter] { get }
}

extension Distribution {
  /// Not known.
  public var normalization: Normalization { .unknown }

  /// The value of the formula inside the support, −∞ outside, NaN for NaN.
  public func logDensity(_ z: Double) -> Double {
    guard support.contains(z) else { return z.isNaN ? .nan : -.infinity }
    return formula(DoubleDouble(z)).head
  }

  /// Unknown.
  public var lowerTail: Tail { .unknown }

  /// Unknown.
  public var upperTail: Tail { .unknown }

  /// None.
  public var exponent: QuadraticExponent? { nil }

  /// None: use ``quantile(_:)``.
  public var reparameterization: Reparameterization? { nil }

  /// None.
  public var naturalParameters: [NaturalParameter] { [] }

  /// P(z ≤ value); NaN for NaN.
  public func cumulativeProbability(_ value: Double) -> Double {
    value.isNaN
      ? .nan : exponential(boundedLogProbability(from: -.infinity, to: value).value)
  }

  /// P(z > value), without the cancellation of 1 − P(z ≤ value); NaN for NaN.
  public func survivalProbability(_ value: Double) -> Double {
    value.isNaN
      ? .nan : exponential(boundedLogProbability(from: value, to: .infinity).value)
  }

  /// The value of ``boundedLogProbability(from:to:)``, rounded to a double.
  public func logProbability(from a: Double, to b: Double) -> Double {
    boundedLogProbability(from: a, to: b).value.head
  }

  /// The density at z, 0 outside the support.
  public func density(_ z: Double) -> Double { exponential(logDensity(z)) }
}
