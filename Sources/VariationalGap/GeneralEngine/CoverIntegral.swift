// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// An integral over the panels of a cover.
struct CoverIntegral {
  /// The value, summed up in 31 digits.
  var sum = DoubleDouble(0)
  /// A bound on the error of the rule, and on what rounding in the sum adds.
  var error = 0.0
  /// The integral of the magnitude.
  var magnitude = 0.0
  var evaluations = 0
  /// Whether the error is proven on every panel.
  var isProven = true
  /// Whether two routines agree where it is not.
  var agrees = true

  var value: Double { sum.head }

  static func += (sum: inout CoverIntegral, part: CoverIntegral) {
    sum.sum = sum.sum + part.sum
    sum.error += part.error
    sum.magnitude += part.magnitude
    sum.evaluations += part.evaluations
    sum.isProven = sum.isProven && part.isProven
    sum.agrees = sum.agrees && part.agrees
  }
}
