// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
public import Quadrature

/// The sum of any number of estimates, such as the log evidences of models that are independent of each other.
///
/// The values are added in 31 digits, so that only the last rounding is lost; the error is the sum of the
/// errors, rounded up, and that rounding.
public struct EstimateSum: Sendable {
  private var sum = DoubleDouble(0)
  /// What an infinite term makes of the sum, which 31 digits cannot say.
  private var plainSum = 0.0
  private var error = 0.0
  private var magnitude = 0.0

  /// The empty sum, 0 ± 0.
  public init() {}

  /// Adds an estimate; one that is NaN makes the sum NaN.
  public mutating func add(_ estimate: Estimate) {
    sum = sum + DoubleDouble(estimate.value)
    plainSum += estimate.value
    error = (error + estimate.error).nextUp
    // Each addition in 31 digits is right to 2⁻¹⁰⁰ of what has been added.
    magnitude += abs(estimate.value)
    error = (error + magnitude * 0x1p-100).nextUp
  }

  /// The sum.
  public var total: Estimate {
    guard plainSum.isFinite else { return Estimate(plainSum, error: error) }
    return Estimate(sum.head, error: (error + sum.head.ulp / 2).nextUp)
  }
}
