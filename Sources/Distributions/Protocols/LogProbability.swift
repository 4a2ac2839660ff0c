// SPDX-License-Identifier: GPL-3.0-or-later

/// The logarithm of a probability, with a bound on its error.
///
/// Far in a tail the logarithm is large: log P(z > 10⁵) ≈ −5·10⁹ for N(0, 1), of which a double
/// keeps the probability to 6 digits only. The value is therefore held as a sum of two doubles.
public struct LogProbability: Sendable, Hashable {
  /// log P.
  public let value: DoubleDouble

  /// A bound on the absolute error of the value: at the same time on the relative error of P.
  public let error: Double

  /// Makes a log probability.
  public init(_ value: DoubleDouble, error: Double) {
    self.value = value
    self.error = error
  }

  /// Any number.
  static let unknown = LogProbability(DoubleDouble(.nan), error: .infinity)

  /// The log probability of an event that cannot happen.
  public static let impossible = LogProbability(DoubleDouble(-.infinity), error: 0)
}
