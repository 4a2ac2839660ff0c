// SPDX-License-Identifier: GPL-3.0-or-later

/// The algebraic-logarithmic weight of QAWS on an interval (a, b), a < b:
///
/// ```text
/// w(z) = (z − a)^α (b − z)^β log^μ(z − a) log^ν(b − z)
/// ```
///
/// The exponents belong to the lower and the upper end of the interval, in whichever direction it
/// is traversed.
public struct EndpointSingularity: Sendable, Hashable {
  /// α, the exponent at the lower end; greater than −1.
  public var lowerExponent: Double

  /// β, the exponent at the upper end; greater than −1.
  public var upperExponent: Double

  /// Whether the factor log(z − a) is present (μ = 1).
  public var hasLowerLogarithm: Bool

  /// Whether the factor log(b − z) is present (ν = 1).
  public var hasUpperLogarithm: Bool

  /// Makes a weight. The exponents are checked when it is used.
  public init(
    lowerExponent: Double = 0, upperExponent: Double = 0,
    lowerLogarithm: Bool = false, upperLogarithm: Bool = false
  ) {
    self.lowerExponent = lowerExponent
    self.upperExponent = upperExponent
    self.hasLowerLogarithm = lowerLogarithm
    self.hasUpperLogarithm = upperLogarithm
  }
}
