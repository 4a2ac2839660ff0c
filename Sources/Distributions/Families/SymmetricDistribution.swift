// SPDX-License-Identifier: GPL-3.0-or-later

/// A location–scale distribution that is symmetric around its location: both tails are one function.
protocol SymmetricDistribution: LocationScaleDistribution {
  /// log P(ε > t).
  func logUpperTail(_ t: Double) -> DoubleDouble
}

extension SymmetricDistribution {
  /// log P(ε > −t), t = (z − location)/scale.
  public func logCumulative(_ z: Double) -> DoubleDouble { logUpperTail(-standardized(z)) }

  /// log P(ε > t), t = (z − location)/scale.
  public func logSurvival(_ z: Double) -> DoubleDouble { logUpperTail(standardized(z)) }

  /// That on the other side.
  public var lowerTail: Tail { upperTail }
}
