// SPDX-License-Identifier: GPL-3.0-or-later

/// A member of a family that is a member of another one too, in other parameters, but for their rounding.
public protocol EquivalentDistribution: ParametricDistribution {
  /// What the other one is.
  associatedtype Equivalent: Distribution

  /// The same distribution in other parameters.
  var equivalent: Equivalent { get }
}

extension EquivalentDistribution {
  /// That of the equivalent.
  public var support: Interval { equivalent.support }
  /// That of the equivalent.
  public var mean: Double { equivalent.mean }
  /// That of the equivalent.
  public var variance: Double { equivalent.variance }
  /// That of the equivalent.
  public var mode: Double { equivalent.mode }
  /// That of the equivalent.
  public var entropy: Double { equivalent.entropy }
  /// That of the equivalent.
  public func boundedLogProbability(from a: Double, to b: Double) -> LogProbability {
    equivalent.boundedLogProbability(from: a, to: b)
  }
  /// That of the equivalent.
  public func quantile(_ p: Double) -> Double { equivalent.quantile(p) }
  /// That of the equivalent.
  public var exponent: QuadraticExponent? { equivalent.exponent }
  /// That of the equivalent.
  public var reparameterization: Reparameterization? { equivalent.reparameterization }
  /// That of the equivalent.
  public var lowerTail: Tail { equivalent.lowerTail }
  /// That of the equivalent.
  public var upperTail: Tail { equivalent.upperTail }
  /// Those of the equivalent.
  public var naturalParameters: [NaturalParameter] { equivalent.naturalParameters }
}
