// SPDX-License-Identifier: GPL-3.0-or-later

/// A number together with a bound on its absolute error.
///
/// ```text
/// |value − truth| ≤ error
/// ```
///
/// Whoever makes an estimate says what stands behind its error. For an ``Integral`` it is GSL's
/// own estimate, which is conservative for smooth integrands but no proof. For the quantities of
/// `VariationalGap` it covers quadrature, truncated tails and rounding, and is meant as a bound.
public struct Estimate: Sendable, Hashable {
  /// The computed number.
  public var value: Double

  /// The bound on `|value − truth|`; never negative.
  public var error: Double

  /// Makes an estimate from a number and the bound on its absolute error.
  public init(_ value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// The lower end of the interval that holds the truth.
  public var lowerBound: Double { value - error }

  /// The upper end of the interval that holds the truth.
  public var upperBound: Double { value + error }

  /// The error divided by the magnitude of the value; 0 for an exact zero.
  public var relativeError: Double { error == 0 ? 0 : error / abs(value) }

  /// Whether both numbers are finite.
  public var isFinite: Bool { value.isFinite && error.isFinite }

  /// Whether `other` may be the same number: |difference| ≤ the sum of the bounds.
  public func agrees(with other: Estimate) -> Bool {
    abs(value - other.value) <= error + other.error
  }
}

extension Estimate: CustomStringConvertible {
  /// "value ± error".
  public var description: String { "\(value) ± \(error)" }
}
