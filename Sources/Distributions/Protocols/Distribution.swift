// SPDX-License-Identifier: GPL-3.0-or-later

/// A continuous distribution on the real line.
public protocol Distribution: Sendable {
  /// Where the density is positive.
  var support: Interval { get }

  /// log p(z); −∞ outside the support.
  func logDensity(_ z: Double) -> Double

  /// log p(z) as a formula in the latent, right inside the support.
  var formula: Formula { get }

  /// How the density behaves towards the lower end of the support.
  var lowerTail: Tail { get }

  /// How the density behaves towards the upper end of the support.
  var upperTail: Tail { get }

  /// E[z].
  var mean: Double { get }

  /// E[(z − E[z])²].
  var variance: Double { get }

  /// Where the density is largest, or the end of the support that it is largest towards.
  var mode: Double { get }

  /// The differential entropy −E[log p(z)], in nats.
  var entropy: Double { get }

  /// log P(a < z < b), accurate in relative terms for the probability even far in the tails; −∞
  /// where the interval and the support do not meet.
  func logProbability(from a: Double, to b: Double) -> Double

  /// The same with a bound on its error, and with the digits that a double has no room for where
  /// the family knows them. By default ``logProbability(from:to:)`` and a few units of its last
  /// place.
  func boundedLogProbability(from a: Double, to b: Double) -> LogProbability

  /// The inverse of the cumulative distribution function, p in [0, 1]; NaN outside.
  ///
  /// At the same time the transformation S(u) of base noise u ~ U(0, 1) into z.
  func quantile(_ p: Double) -> Double

  /// The natural parameters and the log-partition function, where the log density is quadratic.
  var exponent: QuadraticExponent? { get }

  /// The transformation z = location + scale·ε of base noise, where the family has one.
  var reparameterization: Reparameterization? { get }

  /// η, with the sufficient statistics T(z) they belong to, where the family is an exponential one
  /// (with its shape fixed, if the statistics need it); empty by default.
  ///
  /// log p(z) = Σ ηᵢTᵢ(z) + const on the support.
  var naturalParameters: [NaturalParameter] { get }
}

extension Distribution {
  /// None.
  public var naturalParameters: [NaturalParameter] { [] }

  /// The value of the formula inside the support, −∞ outside, NaN for NaN.
  public func logDensity(_ z: Double) -> Double {
    guard support.contains(z) else { return z.isNaN ? .nan : -.infinity }
    return formula(DoubleDouble(z)).head
  }

  /// A double, and a few units of its last place.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    LogProbability(rounded: logProbability(from: a, to: b))
  }

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

  /// The density at z, 0 outside the support.
  public func density(_ z: Double) -> Double { exponential(logDensity(z)) }
}
